import { Link } from "react-router";
import { useText } from "../text/text.ts";
import type { Emitter } from "./emitters.ts";
import { SuspectShape } from "./marks.tsx";
import { Moment } from "./moment.tsx";
import { OtherSuspicions } from "./other-suspicions.tsx";
import { SuspectMarks } from "./suspect-marks.tsx";
import { useSentence } from "./use-sentence.ts";

/** A transmitter in a list: shape and sentence of its lead, what tells it from others, age, and what else it is suspected of. */
export function EmitterRow({ emitter: { lead, suspects } }: { emitter: Emitter }) {
  const { t } = useText();
  const sentence = useSentence();
  return (
    <li>
      <div className="row">
        <SuspectShape suspect={lead} />
        <Link className="title" data-row to={`/suspects/${lead.suspectId}`}>
          {sentence(lead)}
        </Link>
        <p className="under muted small">
          <SuspectMarks suspect={lead} />
        </p>
        <OtherSuspicions suspects={suspects.slice(1)} />
        <div className="aside small muted">
          <span>
            {t("suspect.lastHeard")} <Moment at={lead.lastHeardAt} venueId={lead.venueId} />
          </span>
        </div>
      </div>
    </li>
  );
}
