import { Type, type Static } from "typebox";
import {
  ClockTime,
  CodeName,
  Identifier,
  OperatorName,
  OperatorText,
  ProductText,
  ReceiverText,
  Timestamp,
} from "../brands.ts";
import { NOTICE_OUTCOMES, ProblemFacts } from "../problems.ts";
import { Suspicion } from "../suspicion.ts";
import { ChannelSettings } from "./channel-settings.ts";

const minutes = (least: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: least, maximum: 10_080, description }));

/** Of what a channel tells, when, and how. */
export const ChannelRules = Type.Object(
  {
    venueIds: Type.Optional(
      Type.Array(Identifier("a venue"), { minItems: 1, maxItems: 200, description: "only of these; absent: of all" }),
    ),
    suspicions: Type.Optional(
      Type.Array(Suspicion, { maxItems: 3, description: "only of these; empty: of no suspect; absent: of all" }),
    ),
    band: Type.Union([Type.Literal("suspected"), Type.Literal("strong")], {
      description: "of suspects: from this band up",
    }),
    cameras: Type.Boolean({ description: "whether of cameras" }),
    outages: Type.Boolean({ description: "whether of our own sensors that fell silent" }),
    afterMinutes: minutes(1, "tells only of what nobody has answered for so long; absent: at once"),
    repeatMinutes: minutes(5, "tells again as often as that until somebody answers, ten times at most; absent: once"),
    quiet: Type.Optional(
      Type.Object(
        { from: ClockTime("when it begins"), until: ClockTime("when it ends, on the next day where that is earlier") },
        {
          additionalProperties: false,
          description: "hours of the venue's clock in which nothing is sent; what was held goes together afterwards",
        },
      ),
    ),
    digest: Type.Union([Type.Literal("none"), Type.Literal("hourly"), Type.Literal("daily")], {
      description: "none: as it comes; otherwise together at the full hour, or once a day",
    }),
    digestAt: Type.Optional(ClockTime("daily: when, by the venue's clock; absent: 08:00")),
    language: Type.Union([Type.Literal("zh"), Type.Literal("en"), Type.Literal("both")], {
      description: "in which words",
    }),
    detail: Type.Union([Type.Literal("full"), Type.Literal("brief")], {
      description: "brief: that there is something in which venue, and the link; nothing of what and where",
    }),
  },
  { additionalProperties: false },
);
export type ChannelRules = Static<typeof ChannelRules>;

/** A channel as a person sets it. */
export const ChannelRequest = Type.Object(
  {
    name: OperatorName("what people call it", 64),
    enabled: Type.Boolean({ description: "whether it tells anybody" }),
    settings: ChannelSettings,
    rules: ChannelRules,
  },
  { additionalProperties: false },
);
export type ChannelRequest = Static<typeof ChannelRequest>;

const outcome = {
  message: ProductText("what came of it"),
  code: CodeName(`one of: ${NOTICE_OUTCOMES.join(", ")}`),
  facts: Type.Optional(ProblemFacts),
  said: Type.Optional(ReceiverText("what the receiver wrote, cut")),
};

/** What came of an attempt to tell. */
export const TestResult = Type.Object(
  { ok: Type.Boolean({ description: "the receiver took it" }), ...outcome },
  { additionalProperties: false },
);
export type TestResult = Static<typeof TestResult>;

const Try = Type.Object({ at: Timestamp("when"), ...outcome }, { additionalProperties: false });

/** A way by which people are told. */
export const Channel = Type.Object(
  {
    channelId: Identifier("the channel"),
    name: OperatorName("what people call it", 64),
    enabled: Type.Boolean({ description: "whether it tells anybody" }),
    settings: ChannelSettings,
    secrets: Type.Array(CodeName("a setting"), {
      maxItems: 4,
      description: "secret settings that are there; they are never shown",
    }),
    to: OperatorText("the receiver in a few words: a host, addresses, a topic", 300),
    rules: ChannelRules,
    waiting: Type.Integer({ minimum: 0, description: "notices that wait to be sent" }),
    held: Type.Integer({
      minimum: 0,
      description: "notices that are held until a quiet time is over or a digest is due",
    }),
    failingSince: Type.Optional(Timestamp("since when nothing gets through")),
    lastSentAt: Type.Optional(Timestamp("latest success")),
    lastFailure: Type.Optional(Try),
    changedAt: Timestamp("when somebody last changed it"),
    changedBy: OperatorName("who", 64),
  },
  { additionalProperties: false, $id: "Channel" },
);
export type Channel = Static<typeof Channel>;

/** One notice: what was sent to whom, and how it went. */
export const NoticeRow = Type.Object(
  {
    noticeId: Type.Integer({ minimum: 1 }),
    channelId: Identifier("the channel"),
    channelName: OperatorName("its name then", 64),
    to: OperatorText("its receiver then", 300),
    kind: Type.Union([Type.Literal("alerts"), Type.Literal("outages"), Type.Literal("reminder")], {
      description: "alerts and outages that opened or came back; a reminder of some that nobody has answered",
    }),
    subjects: Type.Array(Identifier("an alert or an outage"), { maxItems: 100, description: "of which it tells" }),
    state: Type.Union(
      [
        Type.Literal("waiting"),
        Type.Literal("held"),
        Type.Literal("sent"),
        Type.Literal("given-up"),
        Type.Literal("dropped"),
      ],
      {
        description:
          "held: until a quiet time is over or a digest is due; given-up: after three days of attempts; dropped: never tried, its last attempt says why",
      },
    ),
    createdAt: Timestamp("when it was written"),
    nextAt: Type.Optional(Timestamp("when it is tried next")),
    doneAt: Type.Optional(Timestamp("when it was sent, given up or dropped")),
    attempts: Type.Integer({ minimum: 0, description: "how often it was tried" }),
    failures: Type.Array(Try, { maxItems: 10, description: "attempts that failed, latest first" }),
  },
  { additionalProperties: false, $id: "Notice" },
);
export type NoticeRow = Static<typeof NoticeRow>;
