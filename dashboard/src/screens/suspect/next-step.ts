import type { Suspect } from "@probewarden/contract";
import { isSettled } from "../../components/settled.ts";
import type { TextKey } from "../../text/words.ts";

/** What a person can do now about a suspect: a step in words, and whether what they find is to be decided. */
export interface NextStep {
  words: Extract<TextKey, `next.${string}`>;
  thenDecide?: true;
}

/** The next step, from what was decided to how it stands to how heavy it is: nobody is sent where nothing is heard or little is known. */
export function nextStep(
  suspect: Pick<Suspect, "decision" | "reopened" | "state" | "band" | "suspicion" | "place">,
): NextStep {
  if (isSettled(suspect)) return { words: "next.settled" };
  if (suspect.reopened) return { words: "next.reopened" };
  if (suspect.decision?.decision === "to-visit") return { words: "next.to-visit" };
  if (suspect.state === "ended") return { words: "next.ended" };
  if (suspect.state === "unobserved") return { words: "next.unobserved" };
  if (suspect.state === "silent") return { words: "next.silent" };
  if (suspect.band === "watch") return { words: "next.watch" };
  const isDisruption = suspect.suspicion === "disruption";
  if (suspect.place) return { words: isDisruption ? "next.goDisruption" : "next.goPlace", thenDecide: true };
  return { words: isDisruption ? "next.goDisruptionAnywhere" : "next.goAnywhere", thenDecide: true };
}
