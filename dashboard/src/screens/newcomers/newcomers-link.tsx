import { Link } from "react-router";
import { useNewcomers } from "../../api/newcomers.ts";
import { plainFigure } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";
import { isOpen } from "./is-open.ts";
import "./newcomers.css";

/** The way to the work list, with how many entries wait for somebody; it is no alarm, and has no colour. */
export function NewcomersLink() {
  const { t } = useText();
  const { data = [], hasNextPage } = useNewcomers();
  const open = data.filter(isOpen).length;
  const more = hasNextPage ? "+" : "";
  return (
    <p className="newcomers-link">
      <Link to="/newcomers">{t("newcomers.link")}</Link>{" "}
      <span>
        {open === 0 ? t("newcomers.linkNone") : t("newcomers.linkOpen", { n: `${plainFigure(open)}${more}` })}
      </span>{" "}
      <span className="muted small">{t("newcomers.linkMore")}</span>
      <br />
      <Link to="/survey">{t("survey.link")}</Link> <span className="muted small">{t("survey.linkMore")}</span>
    </p>
  );
}
