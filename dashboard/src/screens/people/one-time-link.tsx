import type { MadeInvitation } from "@probewarden/contract";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** A one-time link, shown once: to be copied and handed over. The token stands behind `#`, which no server and no proxy logs. */
export function OneTimeLink({ made: { token, expiresAt } }: { made: MadeInvitation }) {
  const { t } = useText();
  const link = `${location.origin}/first-account#${token}`;
  return (
    <div className="note" role="status">
      <p>
        <strong>{t("people.link")}</strong> <Moment at={expiresAt} as="clock" />
      </p>
      <p className="mono small link-of-chain">{link}</p>
      <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(link)}>
        {t("look.copy")}
      </button>
    </div>
  );
}
