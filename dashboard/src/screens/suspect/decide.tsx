import type { DecisionEntry, Suspect } from "@probewarden/contract";
import { useDecide } from "../../api/queries.ts";
import { DecisionPanel } from "../../components/decision-panel.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useText } from "../../text/text.ts";

/** What a person decides about a suspect. */
export function Decide({ suspect, history }: { suspect: Suspect; history: DecisionEntry[] }) {
  const { t, code } = useText();
  const decide = useDecide(suspect.suspectId);
  const { reopened } = suspect;
  return (
    <>
      <Waiting about={suspect.suspectId} />
      <DecisionPanel
        venueId={suspect.venueId}
        about={{ kind: "suspect", id: suspect.suspectId }}
        standing={suspect.decision?.decision ?? "none"}
        reopened={reopened && { at: reopened.at, reasons: reopened.reasons.map((reason) => code("reopened", reason)) }}
        history={history}
        means={(decision) => t(`decide.means.${decision}`)}
        busy={decide.isPending}
        failure={decide.error}
        onDecide={(request, done) => decide.mutate(request, { onSuccess: done })}
      />
    </>
  );
}
