import { Link } from "react-router";
import { useText } from "../text/text.ts";
import { Empty } from "./looks.tsx";

/** An address that leads nowhere. */
export function NoSuchPage() {
  const { t } = useText();
  return (
    <>
      <Empty title="look.noPage" next="look.noPageNext" />
      <p>
        <Link to="/">{t("look.toToday")}</Link>
      </p>
    </>
  );
}
