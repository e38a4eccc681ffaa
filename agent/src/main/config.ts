import { Type, type Static } from "typebox";
import { PLAN_NAMES, SIX_GHZ_NAME } from "../radio/control/channel-plan.ts";

// YAML reads `plan: 2.4` as a number.
const PlanSchema = Type.Union([Type.String(), Type.Number()], {
  description: `channel plan by its bands: one of ${PLAN_NAMES.join(", ")}; of 6 GHz, the channels on which stations look for networks`,
});

const ChannelsSchema = Type.Array(
  Type.Union([Type.Integer({ minimum: 1, maximum: 233 }), Type.String({ pattern: SIX_GHZ_NAME.source })]),
  {
    description:
      "channel plan in numbers of 2.4 and 5 GHz, and 6g:37 for one of 6 GHz; [1, 6, 11] where no plan is named",
  },
);

const PositionSchema = Type.Object({ x: Type.Number(), y: Type.Number() }, { additionalProperties: false });

/** agent.yaml. Every setting can be given as an environment variable: /mqtt/url is PW_MQTT_URL. Unknown keys are an error with a suggestion. */
export const AgentConfig = Type.Object(
  {
    sensorId: Type.String({ description: "from `probewarden-collector sensor add`" }),
    venueId: Type.String({ description: "from `probewarden-collector sensor add`" }),
    dataDir: Type.String({ default: "/var/lib/probewarden", description: "folder of the outbox; made with mode 0700" }),
    runtimeDir: Type.String({
      default: "/run/probewarden",
      description: "folder of the AF_UNIX socket between the parts",
    }),
    mqtt: Type.Object(
      {
        url: Type.String({ description: "mqtts://collector.example:8883" }),
        username: Type.Optional(Type.String()),
        passwordFile: Type.Optional(
          Type.String({ description: "file with the password, readable by the supervisor only" }),
        ),
        password: Type.Optional(Type.String({ description: "the password itself; prefer passwordFile" })),
        caFile: Type.Optional(Type.String({ description: "certificate of the collector's authority" })),
        ca: Type.Optional(Type.String({ description: "the certificate itself, PEM" })),
      },
      { additionalProperties: false },
    ),
    radio: Type.Object(
      {
        enabled: Type.Boolean({ default: true }),
        interface: Type.Optional(Type.String({ description: "wlan1; live capture" })),
        capture: Type.Union([Type.Literal("auto"), Type.Literal("pcap"), Type.Literal("tcpdump")], { default: "auto" }),
        adapters: Type.Optional(
          Type.Array(
            Type.Object(
              {
                interface: Type.String({ minLength: 1, maxLength: 15 }),
                plan: Type.Optional(PlanSchema),
                channels: Type.Optional(ChannelsSchema),
              },
              { additionalProperties: false },
            ),
            {
              minItems: 1,
              maxItems: 8,
              description: "instead of interface: several adapters, each with its own plan or channels",
            },
          ),
        ),
        plan: Type.Optional(PlanSchema),
        channels: Type.Optional(ChannelsSchema),
        dwellMilliseconds: Type.Integer({
          minimum: 50,
          maximum: 60_000,
          default: 250,
          description: "how long a channel is listened to at a time where all are alike; half of it is guarded",
        }),
        country: Type.Optional(
          Type.String({
            pattern: "^[A-Z]{2}$",
            description: "regulatory domain (ISO 3166-1), set once for the whole machine; absent: as it is",
          }),
        ),
        setMonitorMode: Type.Boolean({ default: true, description: "false: use the interface as it is" }),
        recording: Type.Optional(
          Type.Object(
            {
              files: Type.Array(Type.String(), { minItems: 1, description: "captures played one after the other" }),
              loop: Type.Boolean({ default: true }),
              startAfterSeconds: Type.Number({ minimum: 0, default: 3 }),
              gapSeconds: Type.Number({ minimum: 0, default: 45, description: "silence between two rounds" }),
              speed: Type.Number({ exclusiveMinimum: 0, default: 1 }),
              levels: Type.Optional(
                Type.Object(
                  {
                    sensor: PositionSchema,
                    floor: Type.Object(
                      { widthMetres: Type.Number(), heightMetres: Type.Number() },
                      { additionalProperties: false },
                    ),
                    transmitters: Type.Array(
                      Type.Object(
                        { address: Type.String(), position: PositionSchema },
                        { additionalProperties: false },
                      ),
                    ),
                    powerAtOneMetreDbm: Type.Number({ default: -30 }),
                    pathLossExponent: Type.Number({ default: 3 }),
                    noiseFloorDbm: Type.Number({
                      default: -88,
                      description: "frames that would arrive below this are not heard",
                    }),
                  },
                  {
                    additionalProperties: false,
                    description: "simulated levels: computed from a plan by the log-distance model",
                  },
                ),
              ),
            },
            { additionalProperties: false, description: "play recordings instead of listening: demo and tests" },
          ),
        ),
        networks: Type.Optional(
          Type.String({
            description: "file with the venue's own access points, until the collector has sent its list",
          }),
        ),
        sendCanaries: Type.Optional(
          Type.Object(
            {
              responsible: Type.String({
                minLength: 2,
                maxLength: 64,
                description: "name of the person who answers for it; stands in the log with each frame",
              }),
              everyMinutes: Type.Number({ minimum: 1, maximum: 1_440, default: 10 }),
            },
            {
              additionalProperties: false,
              description:
                "send bait: two probe requests each time, and nothing else ever. Absent: the sensor sends nothing",
            },
          ),
        ),
        canaries: Type.Optional(
          Type.String({ description: "file with what was sent as bait: who answers for it answers for any name" }),
        ),
        endAfterMinutes: Type.Number({
          exclusiveMinimum: 0,
          default: 30,
          description: "minutes of listening without hearing it after which a finding has ended",
        }),
      },
      { additionalProperties: false },
    ),
    cameras: Type.Object(
      {
        enabled: Type.Boolean({ default: true }),
        interfaces: Type.Array(Type.String(), {
          default: [],
          description: "names of interfaces to ask on; empty: all with a private address",
        }),
        unicast: Type.Array(Type.String(), { default: [], description: "host:port to ask one by one" }),
        allowLoopback: Type.Boolean({ default: false, description: "demo and tests: ask 127.0.0.0/8 too" }),
        never: Type.Optional(
          Type.Array(Type.String(), { description: "addresses and ranges A.B.C.D/N that are never contacted" }),
        ),
        visitEveryMinutes: Type.Number({ minimum: 0.1, default: 10_080, description: "weekly" }),
        contact: Type.Optional(Type.String({ description: "stands in the User-Agent" })),
      },
      { additionalProperties: false },
    ),
    evidence: Type.Object(
      {
        frames: Type.Boolean({
          default: true,
          description: "send the latest frames of who is suspected, everybody else in them under a pseudonym",
        }),
      },
      { additionalProperties: false },
    ),
    outbox: Type.Object(
      {
        maxBytes: Type.Integer({
          minimum: 1_048_576,
          default: 268_435_456,
          description: "oldest census and signal go first, findings last",
        }),
      },
      { additionalProperties: false },
    ),
    logLevel: Type.Union(
      [Type.Literal("debug"), Type.Literal("info"), Type.Literal("warn"), Type.Literal("error"), Type.Literal("fatal")],
      { default: "info" },
    ),
  },
  { additionalProperties: false, $id: "AgentConfig" },
);
export type AgentConfig = Static<typeof AgentConfig>;
