import { Type, type Static } from "typebox";
import { CountryCode, Identifier, OwnRadioAddress, ProductText, Sha256, Version } from "./brands.ts";
import { CodeRecord } from "./code-record.ts";
import { SentCanary } from "./downlink.ts";
import { LIMITS } from "./limits.ts";
import { HEALTH_PROBLEM_CODES, problemOf } from "./problems.ts";
import { Count, FrequencyMhz, LongCount } from "./quantities.ts";
import { ReleaseArchitecture } from "./release.ts";

const Counts = (description: string) =>
  CodeRecord("the reason", LongCount("how many"), { description, maxProperties: 64 });

/** Part of a sensor: its processes. */
export const PartHealth = Type.Object(
  {
    part: Type.Union([Type.Literal("radio"), Type.Literal("cameras")], { description: "which process" }),
    state: Type.Union([Type.Literal("running"), Type.Literal("restarting"), Type.Literal("off")], {
      description: "what it does now",
    }),
    restarts: Count("restarts since the supervisor started"),
    lastExit: Type.Optional(ProductText("how it ended last, in words")),
  },
  { additionalProperties: false },
);
export type PartHealth = Static<typeof PartHealth>;

/** One adapter of a sensor. */
export const AdapterHealth = Type.Object(
  {
    interface: ProductText("name of the interface", 16),
    hears: Type.Boolean({ description: "nothing is known that keeps it from hearing" }),
    address: Type.Optional(OwnRadioAddress("its address; absent while it is away")),
    country: Type.Optional(CountryCode("regulatory domain that it follows; 00: none is set; absent: not known")),
    notHeard: Type.Optional(ProductText("channels of its plan that it lacks or the domain forbids", 300)),
    offsetDb: Type.Optional(
      Type.Number({
        minimum: -20,
        maximum: 20,
        description: "added to its levels, so that they are on the first adapter's scale; absent: not known",
      }),
    ),
  },
  { additionalProperties: false },
);
export type AdapterHealth = Static<typeof AdapterHealth>;

/** What the sensor could and could not do in the last 30 seconds. Silence is told from not listening. */
export const Health = Type.Object(
  {
    intervalSeconds: Type.Number({ minimum: 0, description: "seconds that this report covers" }),
    version: Version("version of the agent"),
    contractVersion: Version("version of the contract that the agent speaks"),
    captureMethod: Type.Union(
      [Type.Literal("pcap"), Type.Literal("tcpdump"), Type.Literal("recording"), Type.Literal("none")],
      {
        description: "how frames come in",
      },
    ),
    captureMissing: Type.Optional(
      Type.Array(Type.Union([Type.Literal("pcap"), Type.Literal("tcpdump")]), {
        maxItems: 2,
        description:
          "ways of live capture that this machine lacks; npm pcap is optional, and without it tcpdump captures. Absent where recordings are played",
      }),
    ),
    simulatedLevels: Type.Boolean({ description: "levels are computed from a plan, not measured: demo only" }),
    listening: Type.Array(
      Type.Object(
        {
          channelMhz: FrequencyMhz("centre frequency in MHz"),
          seconds: Type.Number({ minimum: 0, description: "seconds listened" }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 128, description: "seconds listened per channel" },
    ),
    adapters: Type.Optional(
      Type.Array(AdapterHealth, {
        maxItems: LIMITS.adapters,
        description: "its adapters; told to a collector of contract 1.1 and later. Absent where recordings are played",
      }),
    ),
    canaries: Type.Optional(
      Type.Array(SentCanary, {
        maxItems: LIMITS.toldCanaries,
        description:
          "what it asked as bait last, newest last; absent: it sends none. To a collector of contract 1.1 and later",
      }),
    ),
    frames: Count("frames captured"),
    lastFrameSecondsAgo: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
      description: "age of the latest frame; null: none yet",
    }),
    skipped: Counts("frames that could not be read, by reason"),
    noticed: Type.Optional(Counts("frames that were read in spite of an odd habit of their radio or header, by habit")),
    dropped: Counts("what was lost or thrown away, by reason: kernel, outbox-census, outbox-signal …"),
    forgotten: Counts("entries that bounded memories let go, by memory"),
    outbox: Type.Object(
      {
        messages: LongCount("messages kept until the collector's acknowledgement"),
        bytes: LongCount("octets on disk"),
        oldestSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
          description: "age of the oldest message; null: empty",
        }),
      },
      { additionalProperties: false, description: "what waits on the sensor's disk" },
    ),
    parts: Type.Array(PartHealth, { maxItems: 4, description: "the sensor's processes" }),
    authorities: Type.Optional(
      Type.Array(Sha256("fingerprint of a certificate"), {
        maxItems: LIMITS.authorities + 4,
        description: "authorities that this sensor trusts to be its collector's; absent without TLS",
      }),
    ),
    settings: Type.Optional(
      Identifier("the command `configure` that is in force; absent: only the sensor's own file is"),
    ),
    networkList: Type.Optional(
      Sha256(
        "of the venue's own access points as it was told them, as JSON with its keys in order; absent: it was told none. To a collector of contract 1.3 and later",
      ),
    ),
    architecture: Type.Optional(
      ReleaseArchitecture("processor of this sensor; told to a collector of contract 1.2 and later"),
    ),
    updates: Type.Optional(
      Type.Union([Type.Literal("ready"), Type.Literal("no-release-key"), Type.Literal("not-a-package")], {
        description:
          "whether it can be updated from afar, or what is missing. To a collector of contract 1.2 and later",
      }),
    ),
    diskFreeBytes: Type.Optional(Type.Number({ minimum: 0, description: "free octets where the outbox lives" })),
    temperatureCelsius: Type.Optional(Type.Number({ description: "CPU temperature, where the board says it" })),
    problems: Type.Array(problemOf(HEALTH_PROBLEM_CODES), { maxItems: 16, description: "what a person should mend" }),
  },
  { additionalProperties: false, $id: "Health" },
);
export type Health = Static<typeof Health>;

/**
 * Retained state of a sensor, and its Will. It has no `seq` and is not acknowledged. `state` and `contractVersion` are the same in every
 * major version, so that a collector can say of any sensor whether it is there and what it speaks.
 */
export const Status = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    state: Type.Union([Type.Literal("online"), Type.Literal("offline")], { description: "offline is also the Will" }),
    stopped: Type.Optional(
      Type.Literal(true, { description: "with offline: it was stopped and says so itself; a Will never has this" }),
    ),
    version: Version("version of the agent"),
    contractVersion: Version("version of the contract that the agent speaks"),
  },
  { additionalProperties: false, $id: "Status" },
);
export type Status = Static<typeof Status>;
