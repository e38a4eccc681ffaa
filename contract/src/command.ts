import { Type, type Static, type TSchema } from "typebox";
import {
  ArgumentName,
  CodeName,
  Ed25519Key,
  Ed25519Signature,
  Identifier,
  LogWords,
  Timestamp,
  Version,
  SuspectAddress,
} from "./brands.ts";
import { LOWER_CHANNELS, SIX_GHZ_CHANNELS } from "./channels.ts";
import { CodeRecord } from "./code-record.ts";
import { Health } from "./health.ts";
import { inKeyOrder } from "./in-key-order.ts";
import { LIMITS } from "./limits.ts";
import { ProblemFacts } from "./problems.ts";
import { Count, FrequencyMhz, LevelDbm } from "./quantities.ts";
import { Release } from "./release.ts";

/** What this version of a sensor does when it is told to. Another name is refused, and its sender hears so. */
export const COMMAND_NAMES = ["identify", "test", "snapshot", "restart", "hear", "update", "configure"] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

const plainArguments = [
  Type.Boolean(),
  Type.Number({ minimum: -1_000_000, maximum: 1_000_000 }),
  CodeName("a word of a closed list"),
  SuspectAddress("an access point or a suspect, that a person chose"),
  Type.Array(Type.Integer({ minimum: 0, maximum: 65_535 }), { maxItems: LIMITS.settingsChannels }),
] as const;
const argumentsOf = <T extends TSchema>(value: T) =>
  Type.Record(ArgumentName("name of the argument"), value, {
    additionalProperties: false,
    maxProperties: LIMITS.commandArguments,
    description: "what the command needs, by name",
  });

/** Arguments that a person may type: no release, which only a list of signed ones names. */
export const PlainArguments = argumentsOf(Type.Union([...plainArguments]));

/**
 * One thing that the collector wants a sensor to do. Signed (Ed25519, RFC 8032) over {@link commandText}; good until it expires, done once
 * however often it comes, and answered. The name is open: what a sensor does not know it refuses in words, and does not drop.
 */
export const Command = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    id: Identifier("this command: done once, however often it comes"),
    sensorId: Identifier("who is to do it: another sensor does nothing"),
    name: CodeName(`one of: ${COMMAND_NAMES.join(", ")}`),
    arguments: argumentsOf(Type.Union([...plainArguments, Release])),
    issuedAt: Timestamp("when it was given, by the collector's clock"),
    expiresAt: Timestamp("from when on nobody does it any more, by the collector's clock"),
    signature: Ed25519Signature("the collector's, over all of the above"),
  },
  { additionalProperties: false, $id: "Command" },
);
export type Command = Static<typeof Command>;
export type CommandArguments = Command["arguments"];

/** Who may command this sensor, and how it is to be set (retained). A sensor keeps the first key that it is told, and takes no other. */
export const Orders = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    key: Ed25519Key("public key with which commands to this sensor are signed"),
    settings: Type.Optional(Command),
  },
  {
    additionalProperties: false,
    $id: "Orders",
    description: "settings: a command `configure`, which stands until there is a later one",
  },
);
export type Orders = Static<typeof Orders>;

/** What the arguments of each command must be. Whoever gives one and whoever does it hold them against the same. */
export const COMMAND_ARGUMENTS = {
  identify: Type.Object(
    { seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 120, description: "how long the lamp blinks" })) },
    { additionalProperties: false },
  ),
  test: Type.Object({}, { additionalProperties: false }),
  snapshot: Type.Object({}, { additionalProperties: false }),
  restart: Type.Object(
    {
      part: Type.Union([Type.Literal("radio"), Type.Literal("cameras"), Type.Literal("sensor")], {
        description: "which process; sensor: the one that speaks with the collector",
      }),
    },
    { additionalProperties: false },
  ),
  hear: Type.Object(
    {
      transmitter: SuspectAddress(
        "an access point or a suspect, that a person chose; a sensor answers for nobody whom the watch list would not be answered for",
      ),
      seconds: Type.Integer({ minimum: 1, maximum: 10, description: "how long to listen for it at most" }),
    },
    { additionalProperties: false },
  ),
  update: Type.Object({ release: Release, back: Release }, { additionalProperties: false }),
  configure: Type.Object(
    {
      channels: Type.Optional(
        Type.Array(Type.Union([Type.Integer(LOWER_CHANNELS[0]), Type.Integer(LOWER_CHANNELS[1])]), {
          minItems: 1,
          maxItems: LIMITS.settingsChannels,
          description:
            "channel plan: numbers of 2.4 and 5 GHz. Without these and those of 6 GHz: that of the sensor's own file",
        }),
      ),
      // The two bands have the same numbers, so they are two lists. Since minor 2; a sensor that is older refuses it as it refuses every argument that it does not know.
      channelsSixGhz: Type.Optional(
        Type.Array(Type.Enum([...SIX_GHZ_CHANNELS]), {
          minItems: 1,
          maxItems: LIMITS.settingsChannels,
          description: "channel plan: numbers of 6 GHz, walked after the others",
        }),
      ),
      dwellMilliseconds: Type.Optional(
        Type.Integer({ minimum: 50, maximum: 60_000, description: "milliseconds on a channel" }),
      ),
      reportResidents: Type.Optional(
        Type.Boolean({
          description: "whether levels of resident access points are reported; absent: as the venue says",
        }),
      ),
      logLevel: Type.Optional(
        Type.Union([Type.Literal("debug"), Type.Literal("info"), Type.Literal("warn"), Type.Literal("error")], {
          description: "what the sensor writes down",
        }),
      ),
    },
    { additionalProperties: false },
  ),
} as const satisfies Record<CommandName, unknown>;
/** How a sensor is set from afar; what is absent is as its own file says. */
export type SensorSettings = Static<typeof COMMAND_ARGUMENTS.configure>;

/** Why a sensor does not do what it was told, or could not. */
export const ANSWER_REASONS = [
  // Refused: nothing was begun.
  "unknown-command",
  "arguments",
  "expired",
  "issued-later",
  "too-long-ahead",
  "busy",
  "older-settings",
  "not-remembered",
  "nobody-restarts",
  "part-off",
  "no-live-radio",
  "no-release-key",
  "not-a-package",
  "release-not-proved",
  "other-architecture",
  "not-newer",
  "no-way-back",
  "disk-low",
  // It was begun, and came to nothing.
  "no-led",
  "led-not-writable",
  "interrupted",
  "not-back",
  "channel-refused",
  "settings-not-kept",
  "radio-silent",
  // An update: `version` that was to be installed; of `rolled-back`, `cause`, why it was not well.
  "not-fetched",
  "release-not-as-signed",
  "updater-silent",
  "install-failed",
  "rolled-back",
  "not-rolled-back",
  "went-wrong",
] as const;
export type AnswerReason = (typeof ANSWER_REASONS)[number];

/** One thing that a sensor looked at in itself: a name and a state, and no word of what it saw, which could name a place or a host. */
export const SelfCheck = Type.Object(
  {
    check: CodeName("what was looked at"),
    state: Type.Union([Type.Literal("ok"), Type.Literal("warning"), Type.Literal("failed"), Type.Literal("unknown")], {
      description: "how it came out",
    }),
  },
  { additionalProperties: false },
);
export type SelfCheck = Static<typeof SelfCheck>;

/** One line of the log without anything that it was about: words of ours, no figure, no name, no address. */
export const LogLine = Type.Object(
  {
    secondsAgo: Type.Number({ minimum: 0, maximum: 1e9, description: "how long ago, by the clock of the sensor" }),
    level: Type.Union(
      [Type.Literal("debug"), Type.Literal("info"), Type.Literal("warn"), Type.Literal("error"), Type.Literal("fatal")],
      { description: "how bad" },
    ),
    code: Type.Optional(CodeName("code of the problem")),
    part: Type.Optional(CodeName("process that it is about")),
    words: Type.Optional(LogWords("what happened")),
  },
  { additionalProperties: false },
);
export type LogLine = Static<typeof LogLine>;

/** What a sensor can tell of itself at one moment: the latest health as it is published anyway, and its log without places, names, addresses and secrets. */
export const Snapshot = Type.Object(
  {
    node: Version("version of Node"),
    uptimeSeconds: Type.Number({ minimum: 0, maximum: 1e9, description: "since the supervisor was started" }),
    health: Type.Optional(Health),
    settings: Type.Optional(Identifier("the command `configure` that is in force")),
    commandsRefused: CodeRecord("why", Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), {
      maxProperties: 32,
      description: "commands that were not answered because nobody had proved to have sent them, by reason",
    }),
    log: Type.Array(LogLine, {
      maxItems: LIMITS.logLines,
      description: "the supervisor's latest lines, the oldest first",
    }),
  },
  { additionalProperties: false },
);
export type Snapshot = Static<typeof Snapshot>;

/** How loud one transmitter is at a sensor now. Without a level: not heard, or not to be told. */
export const HeardLevel = Type.Object(
  {
    frames: Count("frames with a level; 0: none, or not to be told"),
    medianDbm: Type.Optional(LevelDbm("median level in dBm")),
    channelMhz: Type.Optional(FrequencyMhz("where it was heard last")),
  },
  { additionalProperties: false },
);
export type HeardLevel = Static<typeof HeardLevel>;

/** What became of a command. */
export const Answer = Type.Object(
  {
    commandId: Identifier("the command"),
    name: CodeName("its name, as it came"),
    outcome: Type.Union([Type.Literal("done"), Type.Literal("refused"), Type.Literal("failed")], {
      description: "refused: nothing was begun",
    }),
    reason: Type.Optional(CodeName(`why not; one of: ${ANSWER_REASONS.join(", ")}`)),
    facts: Type.Optional(ProblemFacts),
    checks: Type.Optional(Type.Array(SelfCheck, { maxItems: 32, description: "of `test`" })),
    snapshot: Type.Optional(Snapshot),
    level: Type.Optional(HeardLevel),
  },
  { additionalProperties: false, $id: "Answer" },
);
export type Answer = Static<typeof Answer>;

/** What is signed begins with this, so that no signature over a command is one over anything else. */
const SIGNED = "probewarden-command 1\n";

/** The text over which a command is signed: all but the signature, keys in order, so that both ends write the same octets. */
export function commandText(command: Omit<Command, "signature">): string {
  return SIGNED + inKeyOrder({ ...command, signature: undefined });
}
