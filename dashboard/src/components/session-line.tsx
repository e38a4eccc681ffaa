import type { PersonSession } from "@probewarden/contract";
import type { ReactNode } from "react";
import { Moment } from "./moment.tsx";
import { useText } from "../text/text.ts";

/** One session: which browser, from where, since when; and what can be done with it. */
export function SessionLine({
  session: { client, network, createdAt, isThis },
  children,
}: {
  session: PersonSession;
  children?: ReactNode;
}) {
  const { t } = useText();
  return (
    <li className="session-line">
      <span>
        {client ? <bdi>{client}</bdi> : t("people.unknownBrowser")}
        <span className="muted small">
          {" "}
          {isThis === true && <strong>{t("people.thisBrowser")} </strong>}
          {network !== "" && <bdi>{network}</bdi>} <Moment at={createdAt} as="clock" />
        </span>
      </span>
      {children}
    </li>
  );
}
