import type { Suspect } from "@probewarden/contract";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useText } from "../text/text.ts";
import { BandShape } from "./marks.tsx";
import { Moment } from "./moment.tsx";
import { useSentence } from "./use-sentence.ts";

/** A suspect in a list: shape, sentence, address, age, what a person decided. */
export function SuspectRow({ suspect, children }: { suspect: Suspect; children?: ReactNode }) {
  const { t, code } = useText();
  const sentence = useSentence();
  const [address, ...others] = suspect.transmitters;
  return (
    <li>
      <div className="row">
        <BandShape band={suspect.band} />
        <Link className="title" data-row to={`/suspects/${suspect.suspectId}`}>
          {sentence(suspect)}
        </Link>
        <p className="under muted small">
          {address === undefined ? t("suspect.noAddress") : <span className="mono">{address}</span>}
          {others.length > 0 && <> {t("suspect.moreAddresses", { n: suspect.transmitterCount - 1 })}</>}
          {suspect.decision && suspect.decision.decision !== "none" && (
            <> · {code("decision", suspect.decision.decision)}</>
          )}
        </p>
        <div className="aside small muted">
          <span>
            {t("suspect.lastHeard")} <Moment at={suspect.lastHeardAt} venueId={suspect.venueId} />
          </span>
          {children}
        </div>
      </div>
    </li>
  );
}
