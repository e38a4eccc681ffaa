import type { ApiToken } from "@probewarden/contract";
import { Moment } from "./moment.tsx";
import { useText } from "../text/text.ts";

/** One token: what it is for, what it may do, until when, and an end to it. */
export function TokenLine(props: { token: ApiToken; isBusy: boolean; onRevoke: () => void }) {
  const { t } = useText();
  const { name, roles, mayChange, expiresAt, lastUsedAt } = props.token;
  return (
    <li className="session-line">
      <span>
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        · {t(mayChange ? "own.tokenChanges" : "own.tokenReads")} ·{" "}
        {roles.map((role) => t(`people.role.${role}`)).join(t("look.comma"))}
        <span className="muted small">
          {" "}
          {t("people.until")} <Moment at={expiresAt} as="clock" /> ·{" "}
          {lastUsedAt === undefined ? (
            t("own.neverUsed")
          ) : (
            <>
              {t("own.lastUsed")} <Moment at={lastUsedAt} as="clock" />
            </>
          )}
        </span>
      </span>
      <button type="button" className="button" disabled={props.isBusy} onClick={props.onRevoke}>
        {t("people.withdraw")}
      </button>
    </li>
  );
}
