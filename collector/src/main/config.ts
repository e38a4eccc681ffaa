import { ROLES } from "@probewarden/contract";
import { Type, type Static } from "typebox";

/** Ten years are the most that anything is kept. */
const days = (usual: number, description: string) =>
  Type.Integer({ minimum: 1, maximum: 3_650, default: usual, description });

/** collector.yaml. Every setting can be given as an environment variable: /http/port is PW_HTTP_PORT, /dataDir is PW_DATA_DIR. */
export const CollectorConfig = Type.Object(
  {
    dataDir: Type.String({ default: ".probewarden/collector", description: "one folder for all data, mode 0700" }),
    demo: Type.Boolean({ default: false, description: "signs in by itself; only on loopback" }),
    http: Type.Object(
      {
        host: Type.String({ default: "127.0.0.1" }),
        port: Type.Integer({ minimum: 0, maximum: 65535, default: 8080 }),
        hostNames: Type.Array(Type.String(), {
          default: [],
          description: "names under which it answers, besides localhost and 127.0.0.1",
        }),
        trustProxy: Type.Optional(
          Type.Union([Type.Array(Type.String()), Type.Integer({ minimum: 1, maximum: 10 })], {
            description:
              "whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks of proxies ([10.0.0.5, 10.1.0.0/24]), or how many stand in front where nobody gets past them; absent: nobody's",
          }),
        ),
        certFile: Type.Optional(
          Type.String({ description: "TLS certificate, PEM; needed on any address but loopback" }),
        ),
        keyFile: Type.Optional(Type.String({ description: "its key, PEM" })),
        metricsTokenFile: Type.Optional(
          Type.String({
            description: "file with the token that /metrics wants (Authorization: Bearer); absent: this machine only",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    mqtt: Type.Object(
      {
        embedded: Type.Boolean({ default: true, description: "run aedes inside; false: connect to url" }),
        host: Type.String({ default: "127.0.0.1" }),
        port: Type.Integer({ minimum: 0, maximum: 65535, default: 1883, description: "8883 with TLS" }),
        certFile: Type.Optional(Type.String()),
        keyFile: Type.Optional(Type.String()),
        url: Type.Optional(Type.String({ description: "an outside broker: mqtts://broker.example:8883" })),
        sensorUrl: Type.Optional(
          Type.String({ description: "where sensors reach an outside broker, when that is another address than url" }),
        ),
        username: Type.Optional(Type.String()),
        passwordFile: Type.Optional(Type.String()),
        caFile: Type.Optional(Type.String()),
        group: Type.Optional(
          Type.String({
            pattern: "^[a-z0-9][a-z0-9-]{0,47}$",
            description:
              "name under which several collectors share an outside broker's messages (MQTT 5); all with one state and one series server",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    state: Type.Object(
      {
        url: Type.String({
          default: "sqlite:",
          description: "sqlite: (in dataDir), sqlite:/path, postgres://user@host/db",
        }),
        passwordFile: Type.Optional(
          Type.String({ description: "file with the password of that user, in place of one in url" }),
        ),
      },
      { additionalProperties: false },
    ),
    series: Type.Object(
      {
        url: Type.String({
          default: "sqlite:",
          description: "sqlite: (in dataDir), influx://user@host:8086/database, influxs: over TLS",
        }),
        passwordFile: Type.Optional(
          Type.String({ description: "file with the password of that user, in place of one in url" }),
        ),
      },
      { additionalProperties: false },
    ),
    retention: Type.Object(
      {
        rawHours: Type.Integer({
          minimum: 1,
          maximum: 8_760,
          default: 48,
          description: "levels and counts by the minute",
        }),
        fiveMinuteDays: days(30, "the same in steps of five minutes"),
        hourDays: days(365, "the same by the hour"),
        findingDays: days(365, "findings, suspects that are over, their history; dead letters"),
        alertDays: days(365, "alerts that are over"),
        outageDays: days(365, "outages that are over"),
        cameraDays: days(365, "cameras that no sensor finds any more"),
        auditDays: days(1_095, "who did what"),
        deletionDays: days(1_095, "the log of deletions"),
        deadLetters: Type.Integer({
          minimum: 10,
          maximum: 100_000,
          default: 1000,
          description: "how many dead letters are kept",
        }),
      },
      { additionalProperties: false },
    ),
    webhook: Type.Object(
      {
        allow: Type.Array(Type.String(), {
          default: [],
          description:
            "hosts to which alerts may be posted although they are this machine, of its own link or a cloud's metadata: [127.0.0.1, chat.internal]",
        }),
      },
      { additionalProperties: false },
    ),
    people: Type.Object(
      {
        secondStepFor: Type.Array(Type.Union(ROLES.map((role) => Type.Literal(role))), {
          default: [],
          description:
            "roles whose accounts must sign in with a code of an authenticator app as well: [administrator, auditor]",
        }),
        secretKeyFile: Type.Optional(
          Type.String({
            description:
              "file with the key that seals the secrets of second steps, the same at every collector of one state; absent: people.key in dataDir",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    oidc: Type.Object(
      {
        issuer: Type.Optional(
          Type.String({
            description:
              "the identity provider by which people may sign in too (OpenID Connect), as its own metadata names it: https://login.example/realms/mall; absent: passwords alone",
          }),
        ),
        clientId: Type.Optional(
          Type.String({ minLength: 1, maxLength: 255, description: "as whom the provider knows this collector" }),
        ),
        clientSecretFile: Type.Optional(
          Type.String({ description: "file with the secret that the provider gave for that" }),
        ),
        publicUrl: Type.Optional(
          Type.String({
            description:
              "where browsers find this collector: https://collector.example; the provider sends them back to its /signed-in, which must be registered there",
          }),
        ),
        label: Type.Optional(
          Type.String({ maxLength: 40, description: "what people call the provider, on the button of the sign-in" }),
        ),
        caFile: Type.Optional(
          Type.String({ description: "authority that signed the provider's certificate, PEM; absent: those of Node" }),
        ),
        signOutThere: Type.Boolean({
          default: false,
          description:
            "whoever signed in by the provider and signs out here ends the session there too, where it says how",
        }),
        allow: Type.Array(Type.String(), {
          default: [],
          description:
            "hosts that the provider may be at although they are this machine, of its own link or a cloud's metadata: [127.0.0.1]; of this machine http is taken too",
        }),
      },
      { additionalProperties: false },
    ),
    packages: Type.Object(
      {
        keyFile: Type.Optional(
          Type.String({
            description:
              "file with the Ed25519 key (PEM) that signs packages of evidence, the same at every collector of one state; absent: package.key in dataDir",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    minimumFreeBytes: Type.Integer({
      minimum: 0,
      default: 268_435_456,
      description: "below this it refuses new data, loudly; not asked for where state and series are servers",
    }),
    logLevel: Type.Union(
      ["debug", "info", "warn", "error", "fatal"].map((level) => Type.Literal(level)),
      { default: "info" },
    ),
  },
  { additionalProperties: false, $id: "CollectorConfig" },
);
export type CollectorConfig = Static<typeof CollectorConfig>;
