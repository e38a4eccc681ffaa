import type { AlertRaise, AlertStage } from "@probewarden/contract";

/** How an alert stands: what people did with it, and apart from that what became of what it is about. Instants are epoch milliseconds. */
export interface Life {
  stage: AlertStage;
  /** Who brought it to its stage, and when; absent while nobody has. */
  by?: string;
  at?: number;
  assignee?: string;
  dueAt?: number;
  /** It is still in work after its due. */
  overdueAt?: number;
  snoozedUntil?: number;
  /** Why it was closed, authorised or snoozed, in a person's words. */
  reason?: string;
  /** Of an authorisation: the document, and until when it holds; without an end where somebody decided so of the suspect. */
  document?: string;
  until?: number;
  /** It follows from a decision about the suspect or the camera, and holds for as long as that does. */
  byDecision?: true;
  /** Since when what it is about has ended; absent while it has not. */
  endedAt?: number;
  /** Why it came back to people, or what grew under their hands, and when last. */
  raised?: { at: number; reasons: AlertRaise[] };
}

/** What a person does with an alert. */
export type PersonStep =
  | { step: "acknowledge" }
  | { step: "take"; assignee: string; dueAt?: number }
  | { step: "snooze"; until: number; reason?: string }
  | { step: "close"; reason: string }
  | { step: "authorise"; document: string; until: number; reason: string };

/** A decision about the suspect or the camera, as far as its alerts go. */
export interface DecidedStep {
  step: "decided";
  settles: "authorised" | "dismissed";
  reason: string;
  document?: string;
  until?: number;
}

/** What happens without anybody: nothing of it closes an alert, and nothing takes one that nobody has seen out of sight. */
export type MachineStep =
  | { step: "ended" }
  | { step: "returned" }
  | { step: "raised"; reasons: readonly AlertRaise[] }
  | { step: "woke" }
  | { step: "overdue" };

export type AlertEvent = (PersonStep | DecidedStep) & { by: string; at: number };
export type MachineEvent = MachineStep & { at: number };

/** An alert that has just opened. */
export const NEW_LIFE: Life = { stage: "new" };

/** Whether a person still has to do something about it some time; a snoozed one is open. */
export const isOpen = ({ stage }: Life): boolean => stage !== "closed" && stage !== "authorised";

/** Whether it stands among what people look at now: it is open, and nobody has put it off. */
export const isInSight = (life: Life): boolean => isOpen(life) && life.snoozedUntil === undefined;

/** Why a step is not possible now. Undefined: it is. */
export function whyNot(life: Life, event: PersonStep, now: number): "not-open" | "not-later" | undefined {
  if (!isOpen(life)) return "not-open";
  if ((event.step === "snooze" || event.step === "authorise") && event.until <= now) return "not-later";
  if (event.step === "take" && event.dueAt !== undefined && event.dueAt <= now) return "not-later";
  return undefined;
}

/** The alert after a person's step. What it is about stays as it is; who was at work on it is not lost by a snooze. */
export function stepped(life: Life, event: AlertEvent): Life {
  const { by, at } = event;
  // What came back and was seen is no news any more.
  const fresh: Life = { stage: life.stage, by, at, ...(life.endedAt === undefined ? {} : { endedAt: life.endedAt }) };
  switch (event.step) {
    case "acknowledge":
      // It was over before anybody saw it: seeing it is all that was left to do.
      return life.endedAt === undefined
        ? { ...fresh, stage: "acknowledged" }
        : { ...fresh, stage: "closed", reason: "ended" };
    case "take": {
      const due = event.dueAt === undefined ? {} : { dueAt: event.dueAt };
      return { ...fresh, stage: "in-work", assignee: event.assignee, ...due };
    }
    case "snooze": {
      const { snoozedUntil: _before, raised: _seen, ...kept } = life;
      const reason = event.reason === undefined ? {} : { reason: event.reason };
      const stage = life.stage === "new" ? ({ stage: "acknowledged", by, at } as const) : {};
      return { ...kept, ...stage, ...reason, snoozedUntil: event.until };
    }
    case "close":
      return { ...fresh, stage: "closed", reason: event.reason };
    case "authorise":
      return {
        ...fresh,
        stage: "authorised",
        reason: event.reason,
        document: event.document,
        until: event.until,
        byDecision: true,
      };
    case "decided": {
      const { document, until } = event;
      return {
        ...fresh,
        stage: event.settles === "authorised" ? "authorised" : "closed",
        reason: event.reason,
        byDecision: true,
        ...(document === undefined ? {} : { document }),
        ...(until === undefined ? {} : { until }),
      };
    }
  }
}

/** The alert after something that nobody did; the same object where it changes nothing. */
export function happened(life: Life, event: MachineEvent): Life {
  switch (event.step) {
    case "ended":
      return life.endedAt === undefined ? { ...life, endedAt: event.at } : life;
    case "returned": {
      if (life.endedAt === undefined) return life;
      const { endedAt: _over, ...back } = life;
      // A decision covers that it comes back; nothing else does, unless nobody has seen it yet: then it is where it was.
      return life.byDecision ? back : raise(back, ["came-back"], event.at);
    }
    case "raised":
      return event.reasons.length === 0 ? life : raise(life, event.reasons, event.at);
    case "woke": {
      if (life.snoozedUntil === undefined) return life;
      const { snoozedUntil: _until, ...awake } = life;
      return { ...awake, raised: { at: event.at, reasons: ["snooze-over"] } };
    }
    case "overdue":
      return life.stage === "in-work" && life.overdueAt === undefined ? { ...life, overdueAt: event.at } : life;
  }
}

/** Brings it back to people, who learn why: what was closed or authorised is new again, what was put off is there again, and who is at work on it goes on. */
function raise(life: Life, reasons: readonly AlertRaise[], at: number): Life {
  const { snoozedUntil, ...rest } = life;
  const ended = life.endedAt === undefined ? {} : { endedAt: life.endedAt };
  const before = life.raised?.reasons ?? [];
  if (!isOpen(life)) return { stage: "new", ...ended, raised: { at, reasons: [...new Set(reasons)] } };
  const isNews = snoozedUntil !== undefined || reasons.some((reason) => !before.includes(reason));
  if (!isNews) return life;
  return { ...rest, raised: { at, reasons: [...new Set([...before, ...reasons])] } };
}

/**
 * How much an alert needs a person, for the order of the inbox: what nobody has seen before what somebody has, of that what is there before what
 * has ended, and the heavier band first; then what is in hand, overdue first; then what was put off; then what is settled.
 */
export function needOf(life: Life, band: string): number {
  const strong = band === "strong" ? 1 : 0;
  if (!isOpen(life)) return NEED_SETTLED;
  if (life.snoozedUntil !== undefined) return NEED_LATER;
  if (life.stage === "new") return (life.endedAt === undefined ? 8 : NEED_OF_ENDED[0]) + strong;
  if (life.overdueAt !== undefined || life.raised !== undefined) return 4 + strong;
  return NEED_IN_SIGHT + strong;
}

/** Where on that scale the parts of the inbox begin: what is settled, put off, in sight, and seen by nobody. */
export const [NEED_SETTLED, NEED_LATER, NEED_IN_SIGHT, NEED_UNSEEN] = [0, 1, 2, 6] as const;

/** What {@link needOf} says of those that have ended and that nobody has seen: nothing but a person or a come-back changes them. */
export const NEED_OF_ENDED = [6, 7] as const;

/** When it has to be looked at again although nothing happens. Undefined: never. */
export function wakesAt(life: Life): number | undefined {
  if (life.stage === "authorised") return life.until;
  if (life.snoozedUntil !== undefined) return life.snoozedUntil;
  if (life.stage === "in-work" && life.overdueAt === undefined) return life.dueAt;
  return undefined;
}
