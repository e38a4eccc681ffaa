import type { Suspect } from "@probewarden/contract";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useText } from "../text/text.ts";
import { SuspectShape } from "./marks.tsx";
import { Moment } from "./moment.tsx";
import { SuspectMarks } from "./suspect-marks.tsx";
import { useSentence } from "./use-sentence.ts";

/** A suspect in a list: shape, sentence, what tells it from others, age. */
export function SuspectRow({ suspect, children }: { suspect: Suspect; children?: ReactNode }) {
  const { t } = useText();
  const sentence = useSentence();
  return (
    <li>
      <div className="row">
        <SuspectShape suspect={suspect} />
        <Link className="title" data-row to={`/suspects/${suspect.suspectId}`}>
          {sentence(suspect)}
        </Link>
        <p className="under muted small">
          <SuspectMarks suspect={suspect} />
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
