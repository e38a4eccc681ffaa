import type { Alert } from "@probewarden/contract";
import type { useText } from "../../text/text.ts";

type Words = Pick<ReturnType<typeof useText>, "t" | "code">;

/** The alerts that a person began with, as they are now; undefined where one is gone. */
export const asTheyAre = (asked: readonly Alert[], known: readonly Alert[]): (Alert | undefined)[] => {
  const now = new Map(known.map((alert) => [alert.alertId, alert]));
  return asked.map(({ alertId }) => now.get(alertId));
};

/** Those that changed since the person began, with how they are now. */
export function changedSince(
  asked: readonly Alert[],
  known: readonly Alert[],
): { before: Alert; now: Alert | undefined }[] {
  const now = asTheyAre(asked, known);
  return asked.flatMap((before, at) => (now[at]?.revision === before.revision ? [] : [{ before, now: now[at] }]));
}

/** What became of one, in words. */
export function becameWords({ before, now }: { before: Alert; now: Alert | undefined }, { t, code }: Words): string {
  if (now === undefined) return t("inbox.dialog.gone");
  if (now.state === "closed") return t("inbox.dialog.alreadySettled", { by: now.closedBy ?? t("inbox.machine") });
  const words: string[] = [];
  const raised = now.raised?.at !== before.raised?.at ? (now.raised?.reasons ?? []) : [];
  words.push(...raised.map((reason) => code("alertRaise", reason)));
  if (now.endedAt !== undefined && before.endedAt === undefined) words.push(t("inbox.ended"));
  if (now.stage !== before.stage || now.assignee !== before.assignee) words.push(stageWords(now, { t, code }));
  if (now.snoozedUntil !== before.snoozedUntil && now.snoozedUntil !== undefined) words.push(t("inbox.view.snoozed"));
  return words.length === 0 ? stageWords(now, { t, code }) : words.join(t("look.comma"));
}

/** How it stands, and by whose hand. */
export function stageWords({ stage, stepBy, assignee }: Alert, { t, code }: Words): string {
  const who = stage === "in-work" ? assignee : stepBy;
  return who === undefined ? code("alertStage", stage) : t("inbox.by", { stage: code("alertStage", stage), by: who });
}
