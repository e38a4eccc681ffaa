import type { Alert } from "@probewarden/contract";
import { newestOf } from "../../api/inbox-rows.ts";
import type { useText } from "../../text/text.ts";

type Words = Pick<ReturnType<typeof useText>, "t" | "code">;

/** Those that changed since the person began, with how they are now. */
export function changedSince(asked: readonly Alert[], known: readonly Alert[]): { before: Alert; now: Alert }[] {
  const now = newestOf(asked, known);
  return asked.flatMap((before, at) => {
    const one = now[at];
    return one === undefined || one.revision === before.revision ? [] : [{ before, now: one }];
  });
}

/** What became of one, in words. */
export function becameWords({ before, now }: { before: Alert; now: Alert }, { t, code }: Words): string {
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
