import { Type, type Static, type TSchema } from "typebox";
import { BootId, Identifier, Timestamp } from "./brands.ts";
import { CameraFinding } from "./camera-finding.ts";
import { Census } from "./census.ts";
import { Answer } from "./command.ts";
import { Excerpt } from "./excerpt.ts";
import { Finding } from "./finding.ts";
import { Health } from "./health.ts";
import { Newcomers } from "./newcomer.ts";
import { LongCount } from "./quantities.ts";
import { Signal } from "./signal.ts";

/** Kinds of recorded messages, in the order in which the uplink sends them. */
export const MESSAGE_KINDS = [
  "finding",
  "camera",
  "answer",
  "health",
  "newcomer",
  "signal",
  "census",
  "excerpt",
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

const envelope = <K extends MessageKind, B extends TSchema>(kind: K, body: B) =>
  Type.Object(
    {
      v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
      sensorId: Identifier("the sensor"),
      bootId: BootId("this boot of the supervisor"),
      seq: LongCount("rises by one with each message of this boot; sensorId + bootId + seq is the identity", 1),
      at: Timestamp("when it was made, by the sensor's clock"),
      kind: Type.Literal(kind),
      body,
    },
    { additionalProperties: false },
  );

export const FindingMessage = envelope("finding", Finding);
export type FindingMessage = Static<typeof FindingMessage>;
export const CameraMessage = envelope("camera", CameraFinding);
export type CameraMessage = Static<typeof CameraMessage>;
export const HealthMessage = envelope("health", Health);
export type HealthMessage = Static<typeof HealthMessage>;
export const NewcomerMessage = envelope("newcomer", Newcomers);
export type NewcomerMessage = Static<typeof NewcomerMessage>;
export const ExcerptMessage = envelope("excerpt", Excerpt);
export type ExcerptMessage = Static<typeof ExcerptMessage>;
export const SignalMessage = envelope("signal", Signal);
export type SignalMessage = Static<typeof SignalMessage>;
export const AnswerMessage = envelope("answer", Answer);
export type AnswerMessage = Static<typeof AnswerMessage>;
export const CensusMessage = envelope("census", Census);
export type CensusMessage = Static<typeof CensusMessage>;

/** The schema of each kind. */
export const MESSAGE_SCHEMAS = {
  finding: FindingMessage,
  camera: CameraMessage,
  answer: AnswerMessage,
  health: HealthMessage,
  newcomer: NewcomerMessage,
  signal: SignalMessage,
  census: CensusMessage,
  excerpt: ExcerptMessage,
} as const;

/** Any recorded message. */
export type Message =
  | FindingMessage
  | CameraMessage
  | AnswerMessage
  | HealthMessage
  | NewcomerMessage
  | SignalMessage
  | CensusMessage
  | ExcerptMessage;
