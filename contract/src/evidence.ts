import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  CodeName,
  InfrastructureBssid,
  ProductText,
  PublicSsid,
  Timestamp,
  VenueSsid,
} from "./brands.ts";
import { LIMITS } from "./limits.ts";
import { FrequencyMhz, LevelDbm } from "./quantities.ts";

/** A number behind a line of evidence, named out of the detector's closed list, with its unit in the name. */
export const Fact = Type.Object(
  {
    name: CodeName("what was counted or measured, for example distinct-names"),
    value: Type.Number({ description: "the figure, in the unit that the name states" }),
  },
  { additionalProperties: false },
);
export type Fact = Static<typeof Fact>;

/** One frame behind the evidence. Every address and name that is not the suspect's or infrastructure is replaced before it is kept. */
export const RedactedFrame = Type.Object(
  {
    at: Timestamp("when the sensor heard it"),
    rssiDbm: Type.Optional(LevelDbm("level in dBm, where the radio said it")),
    channelMhz: Type.Optional(FrequencyMhz("centre frequency in MHz")),
    kind: CodeName("frame type and subtype, for example probe-response"),
    summary: ProductText("what the frame says, made of constants and numbers"),
  },
  { additionalProperties: false },
);
export type RedactedFrame = Static<typeof RedactedFrame>;

/** One line of the argument: what was seen, and how much it weighs. */
export const Evidence = Type.Object(
  {
    detector: CodeName("stable id of the detector"),
    detectorVersion: Type.Integer({ minimum: 1, description: "rises when the judgement changes" }),
    family: CodeName("evidence families are independent; within one, only the heaviest weight counts"),
    code: CodeName("which observation of the detector this is"),
    weightDb: Type.Number({ description: "decibans used in the score; equals usedDb" }),
    boundDb: Type.Union([Type.Number(), Type.Null()], {
      description: "decibans that the labelled recordings alone support (95 % bound); null where they support none",
    }),
    usedDb: Type.Number({ description: "decibans of the table of weights" }),
    basis: Type.Union([Type.Literal("measured"), Type.Literal("judged")], {
      description: "measured: the recordings support the figure; judged: an argument stands in docs/detectors.md",
    }),
    facts: Type.Array(Fact, { maxItems: 16, description: "figures behind the line" }),
    frames: Type.Array(RedactedFrame, {
      maxItems: LIMITS.framesPerEvidence,
      description: "redacted frames behind the line",
    }),
    names: Type.Array(
      Type.Union([
        PublicSsid("a public name"),
        VenueSsid("a name of the venue or our bait"),
        AdvertisedSsid("a name nobody asked for"),
      ]),
      {
        maxItems: 16,
        description: "network names (hex) that may leave the sensor; the others are only counted",
      },
    ),
    firstAt: Timestamp("first observation behind the line"),
    lastAt: Timestamp("latest observation behind the line"),
  },
  { additionalProperties: false },
);
export type Evidence = Static<typeof Evidence>;

/** A line that was told and is held no longer, for the reason behind it fell away. */
export const Withdrawal = Type.Object(
  {
    detector: CodeName("stable id of the detector"),
    code: CodeName("which observation was taken back"),
    why: CodeName(
      "what explains it: restarted, stations-after-all, listed, unlisted, bait-withdrawn, beat-heard, borrowed-address",
    ),
    weightDb: Type.Number({ description: "decibans that the line had" }),
    at: Timestamp("when it was taken back"),
  },
  { additionalProperties: false },
);
export type Withdrawal = Static<typeof Withdrawal>;

/** A fact of the operator's configuration that speaks for the transmitter. It never comes from the air. */
export const Mitigation = Type.Object(
  {
    code: CodeName(
      "licensed, owner-controller; address-borrowed and sender-undecided weigh nothing and say why an access point whose address is used is not accused",
    ),
    weightDb: Type.Number({ maximum: 0, description: "decibans, negative or zero" }),
    bssid: Type.Optional(
      InfrastructureBssid("the entry of the venue's inventory that says so, or the access point whose address is used"),
    ),
  },
  { additionalProperties: false },
);
export type Mitigation = Static<typeof Mitigation>;
