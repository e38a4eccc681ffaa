import { Type, type Static } from "typebox";

const Place = Type.Object(
  { x: Type.Number({ description: "metres to the right" }), y: Type.Number({ description: "metres down the plan" }) },
  { additionalProperties: false },
);

const seconds = (description: string, fallback: number) =>
  Type.Number({ minimum: 0, default: fallback, description: `${description}, in seconds from the beginning` });

const Wall = Type.Object(
  { from: Place, to: Place, lossDb: Type.Number({ minimum: 0, maximum: 60, description: "what it takes, in dB" }) },
  { additionalProperties: false },
);

/** How a radio and its driver hand frames over. */
const Capture = Type.Object(
  {
    radiotap: Type.Union([Type.Literal("full"), Type.Literal("lean"), Type.Literal("none")], {
      default: "full",
      description:
        "full: TSFT, flags, rate, channel, level, noise, antenna. lean: channel and level. none: no radio header",
    }),
    fcs: Type.Union([Type.Literal("kept"), Type.Literal("cut")], {
      default: "kept",
      description: "whether the frame check sequence is handed over; only the full radio header can say so",
    }),
    damage: Type.Union([Type.Literal("flagged"), Type.Literal("unflagged"), Type.Literal("dropped")], {
      default: "flagged",
      description: "what becomes of damaged frames: flagged, handed over like others, or dropped by the radio",
    }),
    retries: Type.Union([Type.Literal("all"), Type.Literal("first")], {
      default: "all",
      description: "first: the radio's firmware hands a repeated frame over once",
    }),
  },
  { additionalProperties: false, default: {} },
);

const Sensor = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z0-9-]{1,48}$", description: "also the name of its capture" }),
    at: Place,
    channels: Type.Array(Type.Integer({ minimum: 1, maximum: 177 }), {
      minItems: 1,
      default: [6],
      description: "one: it stays there; several: it hops",
    }),
    dwellSeconds: Type.Number({
      exclusiveMinimum: 0,
      default: 1,
      description: "time on each channel of a hopping sensor",
    }),
    sensitivityDbm: Type.Number({ default: -92, description: "nothing below this level is heard" }),
    offsetDb: Type.Number({ default: 0, description: "what its antenna and card read too much" }),
    loss: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.02,
      description: "share of frames that it loses, whatever their level",
    }),
    clockOffsetSeconds: Type.Number({ default: 0, description: "what its host's clock is ahead" }),
    clockPpm: Type.Number({
      default: 0,
      description: "what its clocks run too fast, host and radio, in parts per million",
    }),
    stampSeconds: Type.Number({
      exclusiveMinimum: 0,
      default: 1e-6,
      description: "steps in which its host stamps frames",
    }),
    capture: Capture,
  },
  { additionalProperties: false },
);

/** What both kinds of things that are built have: place, power, oscillator, hours. */
const device = {
  at: Type.Optional(Place),
  powerDbm: Type.Optional(Type.Number({ description: "level at one metre" })),
  ppm: Type.Optional(Type.Number({ description: "what its oscillator runs too fast; left out: any within ±20" })),
  ppmPerHour: Type.Number({ default: 0, description: "how that drifts" }),
  channel: Type.Optional(Type.Integer({ minimum: 1, maximum: 177, description: "left out: one of the scene's" })),
  from: seconds("when it begins to transmit", 0),
  until: Type.Optional(Type.Number({ minimum: 0, description: "when it stops; left out: at the end" })),
};

const AccessPoints = Type.Object(
  {
    ...device,
    count: Type.Integer({ minimum: 1, default: 1 }),
    make: Type.Union(
      [
        Type.Literal("home"),
        Type.Literal("wifi6"),
        Type.Literal("wifi7"),
        Type.Literal("enterprise"),
        Type.Literal("old"),
        Type.Literal("hotspot"),
        Type.Literal("set-up"),
        Type.Literal("mixed"),
      ],
      { default: "mixed", description: "which elements it has; mixed: any of them, as often as they are met" },
    ),
    ssid: Type.Optional(Type.String({ maxLength: 32, description: "left out: a name of its own" })),
    security: Type.Union(
      [
        Type.Literal("open"),
        Type.Literal("wpa2"),
        Type.Literal("wpa3"),
        Type.Literal("transition"),
        Type.Literal("enterprise"),
      ],
      { default: "wpa2" },
    ),
    networks: Type.Integer({ minimum: 1, maximum: 16, default: 1, description: "BSSIDs of one radio" }),
    multipleBssid: Type.Boolean({ default: false, description: "its networks are told in one beacon (9.4.2.45)" }),
    hidden: Type.Boolean({ default: false, description: "it beacons no name, and answers who knows it" }),
    counter: Type.Union([Type.Literal("radio"), Type.Literal("network")], {
      default: "radio",
      description: "whether its networks share one sequence counter",
    }),
    venue: Type.Boolean({ default: false, description: "it is on the venue's list" }),
    upSeconds: Type.Optional(Type.Number({ minimum: 0, description: "how long it had run; left out: up to a month" })),
    movesTo: Type.Optional(Place),
    metresPerSecond: Type.Number({
      exclusiveMinimum: 0,
      default: 12,
      description: "how fast it moves, as in a passing car",
    }),
  },
  { additionalProperties: false },
);

const Phones = Type.Object(
  {
    count: Type.Integer({ minimum: 1 }),
    joined: Type.Number({ minimum: 0, maximum: 1, default: 0.3, description: "share that joins an access point" }),
    old: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.15,
      description: "share with lasting addresses, asking by name",
    }),
    staySeconds: Type.Number({ exclusiveMinimum: 0, default: 900, description: "mean time that a phone stays" }),
    burstSeconds: Type.Number({ exclusiveMinimum: 0, default: 45, description: "mean time between two scans" }),
    names: Type.Array(Type.String({ maxLength: 32 }), { default: [], description: "names that some of them ask for" }),
    from: seconds("when they come", 0),
  },
  { additionalProperties: false },
);

const AdHoc = Type.Object(
  {
    stations: Type.Integer({ minimum: 2, maximum: 64, description: "how many stations are in it" }),
    ssid: Type.String({ minLength: 1, maxLength: 32 }),
    channel: Type.Optional(Type.Integer({ minimum: 1, maximum: 177, description: "left out: one of the scene's" })),
    from: seconds("when they begin to transmit", 0),
  },
  { additionalProperties: false },
);

const BoxKind = Type.Union([
  Type.Literal("karma"),
  Type.Literal("mana-loud"),
  Type.Literal("known-beacons"),
  Type.Literal("presence-rts"),
  Type.Literal("presence-null"),
  Type.Literal("presence-gas"),
  Type.Literal("deauthentication"),
  Type.Literal("evil-twin"),
]);
export type BoxKind = Static<typeof BoxKind>;

const Box = Type.Object({ ...device, kind: BoxKind }, { additionalProperties: false });

/** A scene of simulated air, as a YAML file says it. docs/simulator.md is made for people from what stands here. */
export const Scene = Type.Object(
  {
    seed: Type.Integer({ minimum: 0, default: 1, description: "the same seed gives the same octets" }),
    seconds: Type.Number({ exclusiveMinimum: 0, maximum: 86_400, description: "how long the scene lasts" }),
    start: Type.String({
      pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$",
      default: "2026-03-02T10:00:00Z",
      description: "what the true time is at the beginning",
    }),
    floor: Type.Object(
      { widthMetres: Type.Number({ exclusiveMinimum: 0 }), heightMetres: Type.Number({ exclusiveMinimum: 0 }) },
      { additionalProperties: false },
    ),
    exponent: Type.Number({ minimum: 1, maximum: 6, default: 3, description: "of the path loss; 2 is free space" }),
    shadowDb: Type.Number({ minimum: 0, default: 4, description: "spread of what stands still between two places" }),
    fadingDb: Type.Number({ minimum: 0, default: 2.5, description: "spread of what changes each half second" }),
    channelLoad: Type.Number({
      minimum: 0,
      maximum: 0.95,
      default: 0.2,
      description: "share of time that a channel is busy: so often a beacon waits",
    }),
    channels: Type.Array(Type.Integer({ minimum: 1, maximum: 177 }), { minItems: 1, default: [1, 6, 11] }),
    walls: Type.Array(Wall, { default: [] }),
    sensors: Type.Array(Sensor, { minItems: 1 }),
    accessPoints: Type.Array(AccessPoints, { default: [] }),
    phones: Type.Array(Phones, { default: [] }),
    adHoc: Type.Array(AdHoc, { default: [], description: "networks of stations without an access point" }),
    boxes: Type.Array(Box, { default: [] }),
  },
  { additionalProperties: false },
);
export type Scene = Static<typeof Scene>;
export type AccessPointGroup = Scene["accessPoints"][number];
export type PhoneGroup = Scene["phones"][number];
export type AdHocGroup = Scene["adHoc"][number];
export type BoxOfScene = Scene["boxes"][number];
export type SensorOfScene = Scene["sensors"][number];
