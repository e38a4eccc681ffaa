import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Timestamp } from "../brands.ts";
import { CameraCategory, CameraStep } from "../camera-finding.ts";
import { Band, Suspicion } from "../suspicion.ts";
import { DecisionFileRequest } from "./decision.ts";
import { MOST_STEPS_AT_ONCE } from "./figures.ts";

/** What people have done with an alert so far. */
export const AlertStage = Type.Union(
  [
    Type.Literal("new"),
    Type.Literal("acknowledged"),
    Type.Literal("in-work"),
    Type.Literal("authorised"),
    Type.Literal("closed"),
  ],
  {
    description:
      "new: nobody has said that they saw it; acknowledged: somebody has; in-work: somebody is to see to it; authorised, closed: a person settled it. Nothing but a person's step leads to the last two",
  },
);
export type AlertStage = Static<typeof AlertStage>;

/** Why an alert came back to people, or what grew under their hands. */
export const AlertRaise = Type.Union(
  [
    Type.Literal("came-back"),
    Type.Literal("new-evidence-family"),
    Type.Literal("higher-band"),
    Type.Literal("higher-step"),
    Type.Literal("other-transmitters"),
    Type.Literal("other-targets"),
    Type.Literal("sender-unknown"),
    Type.Literal("merged-with-unsettled"),
    Type.Literal("expired"),
    Type.Literal("decision-taken-back"),
    Type.Literal("snooze-over"),
  ],
  {
    description:
      "why it came back: what it is about was over and is there again; its evidence grew beyond what a person had seen; a decision no longer covers what is there, has expired or was taken back; a snooze is over",
  },
);
export type AlertRaise = Static<typeof AlertRaise>;
export const ALERT_RAISES: readonly AlertRaise[] = AlertRaise.anyOf.map((reason) => reason.const);

/** What was done with an alert or happened to it. */
export const AlertStepName = Type.Union(
  [
    Type.Literal("opened"),
    Type.Literal("acknowledge"),
    Type.Literal("take"),
    Type.Literal("snooze"),
    Type.Literal("close"),
    Type.Literal("authorise"),
    Type.Literal("decided"),
    Type.Literal("undo"),
    Type.Literal("ended"),
    Type.Literal("returned"),
    Type.Literal("raised"),
    Type.Literal("woke"),
    Type.Literal("overdue"),
  ],
  { description: "a person's step (acknowledge to undo), or what happened (opened; ended to overdue)" },
);
export type AlertStepName = Static<typeof AlertStepName>;

export const Alert = Type.Object(
  {
    alertId: Identifier("one id from opening to its close"),
    venueId: Identifier("its venue"),
    suspectId: Type.Optional(Identifier("the suspect that it is about; absent where it is about a camera")),
    suspicion: Type.Optional(Suspicion),
    band: Type.Optional(Band),
    camera: Type.Optional(
      Type.Object(
        {
          cameraId: Identifier("the camera"),
          category: CameraCategory,
          step: CameraStep,
          from: CameraStep,
        },
        {
          additionalProperties: false,
          description:
            "what it is about, where that is a camera: a step of the ladder that was not proven of it before",
        },
      ),
    ),
    kind: Type.Optional(
      Identifier("the same for boxes of one kind: suspected of the same by the same evidence, and of one maker"),
    ),
    state: Type.Union([Type.Literal("open"), Type.Literal("closed")], {
      description: "closed: its stage is closed or authorised",
    }),
    stage: AlertStage,
    revision: Type.Integer({ minimum: 1, description: "rises with every step; a change names the one that was read" }),
    openedAt: Timestamp("when the suspect first reached suspected, or the camera's new step was received"),
    raisedAt: Timestamp("when people were last told of it: it opened, or was open again"),
    changedAt: Timestamp("its last step, a person's or not"),
    changedBy: Type.Optional(OperatorName("whose that step was; absent: nobody's, it happened", 64)),
    endedAt: Type.Optional(
      Timestamp("since when what it is about is over; a new one with it is ended and not yet seen"),
    ),
    stepBy: Type.Optional(OperatorName("who brought it to its stage", 64)),
    stepAt: Type.Optional(Timestamp("when they did")),
    assignee: Type.Optional(OperatorName("in-work: who sees to it", 64)),
    dueAt: Type.Optional(Timestamp("in-work: until when")),
    overdue: Type.Optional(Type.Literal(true, { description: "in-work, and its time is over" })),
    snoozedUntil: Type.Optional(Timestamp("put off by a person until then, or until there is news")),
    document: Type.Optional(OperatorText("authorised: the document that allows it", 200)),
    authorisedUntil: Type.Optional(Timestamp("authorised: until when it holds; it opens again then")),
    raised: Type.Optional(
      Type.Object(
        { at: Timestamp("when"), reasons: Type.Array(AlertRaise, { minItems: 1, maxItems: ALERT_RAISES.length }) },
        { additionalProperties: false, description: "why it came back, or what grew since a person had seen it" },
      ),
    ),
    closedAt: Type.Optional(Timestamp("when a person settled it")),
    closedBy: Type.Optional(OperatorText("who settled it", 64)),
    reason: Type.Optional(OperatorText("why it was settled or put off; ended: it was over when somebody saw it")),
    delivery: Type.Union(
      [Type.Literal("none"), Type.Literal("waiting"), Type.Literal("sent"), Type.Literal("failing")],
      { description: "whether people were told of it, by whatever channel" },
    ),
  },
  { additionalProperties: false, $id: "Alert" },
);
export type Alert = Static<typeof Alert>;

const revision = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: "of the alert as it was read" });

const StepOf = <Name extends string>(step: Name) => Type.Literal(step, { description: "what is done" });

/** What a person does with an alert. */
export const AlertStepRequest = Type.Union(
  [
    Type.Object({ step: StepOf("acknowledge") }, { additionalProperties: false }),
    Type.Object(
      {
        step: StepOf("take"),
        assignee: Type.Optional(OperatorName("who sees to it; absent: whoever asks", 64)),
        dueAt: Type.Optional(Timestamp("until when")),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        step: StepOf("snooze"),
        until: Timestamp("when it is there again"),
        reason: Type.Optional(OperatorText("why", 400)),
      },
      { additionalProperties: false },
    ),
    Type.Object({ step: StepOf("close"), reason: OperatorText("why", 400, 1) }, { additionalProperties: false }),
    Type.Object(
      {
        step: StepOf("authorise"),
        document: OperatorText("the document that allows it: its number, or where it lies", 200, 1),
        until: Timestamp("until when it holds"),
        reason: OperatorText("why", 400, 1),
        file: Type.Optional(DecisionFileRequest),
      },
      { additionalProperties: false },
    ),
    Type.Object({ step: StepOf("undo") }, { additionalProperties: false }),
  ],
  {
    description:
      "acknowledge: it was seen, and is settled with that where what it is about was over; take: somebody sees to it; snooze: not before then, unless there is news; close and authorise settle it; undo takes the last step of a person back",
  },
);
export type AlertStepRequest = Static<typeof AlertStepRequest>;

/** One step of one alert, of the revision that its author has read. */
export const AlertStepOf = Type.Object({ revision, what: AlertStepRequest }, { additionalProperties: false });
export type AlertStepOf = Static<typeof AlertStepOf>;

/** The same step of several alerts. */
export const AlertSteps = Type.Object(
  {
    alerts: Type.Array(Type.Object({ alertId: Identifier("the alert"), revision }, { additionalProperties: false }), {
      minItems: 1,
      maxItems: MOST_STEPS_AT_ONCE,
    }),
    what: AlertStepRequest,
  },
  { additionalProperties: false },
);
export type AlertSteps = Static<typeof AlertSteps>;

/** A line of an alert's record. */
export const AlertStepRow = Type.Object(
  {
    revision: Type.Integer({ minimum: 1, description: "the alert's revision after it" }),
    step: AlertStepName,
    at: Timestamp("when"),
    by: Type.Optional(OperatorName("who; absent: nobody did, it happened", 64)),
    stage: AlertStage,
    assignee: Type.Optional(OperatorName("take: who sees to it", 64)),
    dueAt: Type.Optional(Timestamp("take: until when")),
    until: Type.Optional(Timestamp("snooze, authorise: until when")),
    document: Type.Optional(OperatorText("authorise: the document", 200)),
    reason: Type.Optional(OperatorText("why, in their words")),
    reasons: Type.Optional(Type.Array(AlertRaise, { maxItems: ALERT_RAISES.length, description: "raised: why" })),
    undone: Type.Optional(
      Type.Literal(true, { description: "a later step took it back; it stays in the record all the same" }),
    ),
  },
  { additionalProperties: false, $id: "AlertStep" },
);
export type AlertStepRow = Static<typeof AlertStepRow>;

/** What came of a step for one alert. */
export const AlertStepResult = Type.Object(
  {
    alertId: Identifier("the alert"),
    outcome: Type.Union(
      [
        Type.Literal("done"),
        Type.Literal("moved-on"),
        Type.Literal("not-possible"),
        Type.Literal("nothing-to-undo"),
        Type.Literal("not-found"),
        Type.Literal("waits"),
        Type.Literal("too-many-waiting"),
        Type.Literal("too-many-documents"),
      ],
      {
        description:
          "waits: to authorise takes a second person here, who is asked now; too-many-waiting: as many wait as may; too-many-documents: its venue keeps as many as it may; moved-on: it is not at this revision any more, and nothing was done; not-possible: not in its stage, or the time lies behind",
      },
    ),
    alert: Type.Optional(Alert),
    since: Type.Optional(
      Type.Array(AlertStepRow, { maxItems: 50, description: "moved-on: what happened since that revision" }),
    ),
  },
  { additionalProperties: false },
);
export type AlertStepResult = Static<typeof AlertStepResult>;
