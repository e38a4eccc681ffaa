import { Type, type Static } from "typebox";
import {
  BaitAddress,
  BaitSsid,
  BootId,
  CertificatePem,
  CodeName,
  InfrastructureBssid,
  OwnRadioAddress,
  SuspectAddress,
  Timestamp,
  VenueSsid,
  Version,
} from "./brands.ts";
import { MOST_OWN_NETWORKS, NETWORK_SECURITY } from "./api/figures.ts";
import { LIMITS } from "./limits.ts";

/** The collector has stored these messages durably; the sensor may forget them. Also says which contract the collector speaks. */
export const Ack = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    bootId: BootId("the boot whose messages are named"),
    ranges: Type.Array(
      Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })], {
        description: "first and last sequence number, both included",
      }),
      { maxItems: LIMITS.ackRanges, description: "ranges of sequence numbers" },
    ),
    refused: Type.Optional(
      Type.Array(
        Type.Object(
          {
            seq: Type.Integer({ minimum: 1, description: "sequence number of the message" }),
            reason: CodeName("why: a reason of a dead letter, or a bound of the collector (`over-…`)"),
          },
          { additionalProperties: false },
        ),
        {
          maxItems: LIMITS.ackRanges,
          description: "messages that this collector does not accept; told in an `ack` without ranges",
        },
      ),
    ),
    collectorAt: Timestamp("the collector's clock when it acknowledged"),
    contractVersion: Version("version of the contract that the collector speaks"),
  },
  { additionalProperties: false, $id: "Ack" },
);
export type Ack = Static<typeof Ack>;

/**
 * The authorities of this collector (retained): the one that signs now, and one that will. A sensor trusts them beside the one that it was
 * given, if they come over a connection that an authority which it trusts already has proved.
 */
export const Trust = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    authorities: Type.Array(CertificatePem("certificate of an authority"), {
      maxItems: LIMITS.authorities,
      description: "whom to trust; empty: nobody beside the one that the sensor was given",
    }),
  },
  { additionalProperties: false, $id: "Trust" },
);
export type Trust = Static<typeof Trust>;

/**
 * What every major version must be able to read in an `ack`, whatever else stands in it: which contract the collector speaks. A collector
 * of another major answers a sensor's status with it, on that sensor's own topic.
 */
export const VersionNotice = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract that the collector speaks" }),
    contractVersion: Version("version of the contract that the collector speaks"),
  },
  { $id: "VersionNotice" },
);
export type VersionNotice = Static<typeof VersionNotice>;

/**
 * Suspects whose level every sensor of the venue is asked to report, and the transmitter that somebody carries on a calibration walk. A sensor
 * answers only for what advertises a network or is its own suspect.
 */
export const Watch = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    entries: Type.Array(
      Type.Object(
        {
          transmitter: SuspectAddress("an address that another sensor accuses, or that a walker named as his own"),
          expiresAt: Timestamp("at most a day ahead"),
        },
        { additionalProperties: false },
      ),
      { maxItems: LIMITS.watchEntries, description: "the venue's suspects" },
    ),
  },
  { additionalProperties: false, $id: "Watch" },
);
export type Watch = Static<typeof Watch>;

/** An access point of the venue's inventory. */
export const InventoryEntry = Type.Object(
  {
    bssid: InfrastructureBssid("the access point's BSSID"),
    ssid: Type.Optional(VenueSsid("its network name in hex")),
    channel: Type.Optional(Type.Integer({ minimum: 1, maximum: 233, description: "channel number" })),
    security: Type.Optional(Type.Enum([...NETWORK_SECURITY], { description: "how the network is secured" })),
    licensed: Type.Optional(Type.Boolean({ description: "true: a device that may observe" })),
  },
  { additionalProperties: false },
);
export type InventoryEntry = Static<typeof InventoryEntry>;

/** A question that a sensor asked as bait. */
export const SentCanary = Type.Object(
  {
    transmitter: BaitAddress("the address that it made up for this question"),
    ssid: BaitSsid("the name that it made up; empty: it asked for any network"),
    askedAt: Timestamp("when, by the sensor's clock"),
  },
  { additionalProperties: false },
);
export type SentCanary = Static<typeof SentCanary>;

/** What the collector tells a sensor about its venue (retained). */
export const SensorConfig = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    networks: Type.Array(InventoryEntry, { maxItems: MOST_OWN_NETWORKS, description: "the venue's own access points" }),
    reportResidents: Type.Boolean({ description: "whether levels of resident access points are reported" }),
    ownRadios: Type.Optional(
      Type.Array(OwnRadioAddress("an adapter of a sensor of this venue"), {
        maxItems: LIMITS.ownRadios,
        description:
          "our own radios: their questions are no visitor's. Whatever else is sent under such an address is judged. Told to sensors of contract 1.1 and later",
      }),
    ),
    canaries: Type.Optional(
      Type.Array(SentCanary, {
        maxItems: LIMITS.canaries,
        description: "what sensors of this venue asked as bait, newest last. Told to sensors of contract 1.1 and later",
      }),
    ),
  },
  { additionalProperties: false, $id: "SensorConfig" },
);
export type SensorConfig = Static<typeof SensorConfig>;
