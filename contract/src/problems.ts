import { Type, type Static } from "typebox";
import { CodeName, ProductText } from "./brands.ts";
import { CodeRecord } from "./code-record.ts";

/**
 * What can be wrong, as closed lists of codes: a screen says each in its reader's language and fills in the facts; `text` is the log's
 * English. Our own code makes only listed codes (the types refuse others); a reader meets one that it does not know when the other end
 * is newer, and then shows the text. The facts that a code comes with stand beside it.
 */

/** Problems in a sensor's `health`. */
export const HEALTH_PROBLEM_CODES = [
  // Capture: `interface`.
  "interface-gone",
  "not-permitted",
  "no-monitor-mode",
  "no-capture-method",
  "capture-failed",
  "capture-stalled",
  "deaf",
  // `percent` of the last minute's frames that could not be read.
  "most-frames-unreadable",
  // What was found: `reports` that waited, and how many leave `a-minute`.
  "reports-held-back",
  // The channel plan: `interface`, and of refused channels `channels`.
  "channel-refused",
  "channel-fixed",
  // The regulatory domain: `interface`, and of channels that it switches off `channels` and `country`; `country` that was asked for and `country-in-force`.
  "channel-forbidden",
  "country-refused",
  // Bait is switched on and not sent: `cause`.
  "canaries-not-sent",
  // One of several adapters does not hear, others do: `interface`, and `cause`, the code of its own problem.
  "adapter-away",
  // A process of the sensor: `exit-code`, `signal` or `cause`, however it ended last; none when it has not started.
  "radio-not-running",
  "cameras-not-running",
  // It runs and gives no sign of life: `seconds`, how long it may give none.
  "radio-hung",
  "cameras-hung",
  // The board: `celsius`; free `megabytes` where the outbox lives.
  "under-voltage",
  "hot",
  "disk-low",
  // What the collector told of the venue: `cause`, why it is not on the sensor's disk.
  "venue-not-kept",
  // What was learnt of who beacons here: `cause` why it is not on the disk.
  "stays-not-kept",
  // Cameras: `kept-a-minute`; `folder` that did not take the answers, and `cause`, the system's name of it.
  "implausible-number-of-cameras",
  "camera-answers-not-kept",
  // The outbox: `cause`, the system's name of the error. `messages` that were saved out of an unreadable file, or that were set aside, for
  // `cause` says why they can never be accepted; or that were sent again and again while others were acknowledged.
  "outbox-full",
  "outbox-not-written",
  "outbox-unreadable",
  "messages-set-aside",
  "some-not-acknowledged",
  // The way to the collector: `broker`, and `return-code` of CONNACK or `cause`, the system's name of the error.
  "broker-refused",
  "broker-unreachable",
  "broker-certificate",
  // `cause`, why what the collector told of its authorities is not on the sensor's disk.
  "authorities-not-kept",
  "subscription-refused",
  // Commands: `cause`, why what must be remembered of them is not on the disk. Somebody's, whose key is not the one that this sensor keeps.
  "commands-not-kept",
  "commander-changed",
  // `seconds` without an acknowledgement.
  "not-acknowledged",
  // `sensor-contract` and `collector-contract`.
  "contract-version",
] as const;
export type HealthProblemCode = (typeof HEALTH_PROBLEM_CODES)[number];

/** What is odd about a camera's answers. `cause`: why a place is not contacted. */
export const CAMERA_ODDITY_CODES = [
  "not-contacted",
  "names-another-host",
  "address-carries-login",
  "service-not-contacted",
  "service-names-another-host",
  "certificate-proves-nothing",
  "redirects-elsewhere",
  "locked",
  "changes-its-reference",
  "claims-other-hardware",
  "contradicted",
  "described-by-datagram",
  "recordings-searchable",
  "readable-by-anyone",
  "can-send",
] as const;
export type CameraOddityCode = (typeof CAMERA_ODDITY_CODES)[number];

/** How one question to a camera ended. */
export const CAMERA_OUTCOMES = [
  "answered",
  "refused",
  "locked",
  "fault",
  "timed-out",
  "unreachable",
  "truncated",
  "bad-framing",
  "tls-failed",
  "redirected",
  "encoded",
  "not-soap",
  "too-long",
  "too-deep",
  "too-many-nodes",
  "too-many-names",
  "too-slow",
  "doctype",
  "malformed",
] as const;
export type CameraOutcome = (typeof CAMERA_OUTCOMES)[number];

/** What keeps the collector from taking or passing on data, or makes what it says doubtful. */
export const COLLECTOR_PROBLEM_CODES = [
  // The disk: `folder`. `seconds` that a small write took, or that a look at the folder is overdue.
  "disk-nearly-full",
  "disk-full",
  "disk-slow",
  "data-folder-gone",
  "data-folder-read-only",
  // The state: `file`, or `server`; `cause`, the name that the database or the system has for it. `seconds` of record that are missing.
  "state-store-fails",
  "state-file-gone",
  "state-file-damaged",
  "state-went-back",
  "state-server-away",
  "state-server-refuses",
  // Messages of one `venue` cannot be stored, all others can.
  "venue-store-fails",
  // The series, likewise.
  "series-store-fails",
  "series-file-gone",
  "series-file-damaged",
  "series-server-away",
  "broker-away",
  // The collector itself: `seconds` of the jump, of the wait, of the loop's delay.
  "clock-jumped",
  "ingest-behind",
  "loop-slow",
  // `notices` that wait.
  "notices-fail",
  // `suspects` without an alert, of too many at once.
  "alerts-held-back",
  // Another collector of the same database: `collectors` that no longer report.
  "collector-silent",
  // Others of the same database sign packages of evidence with another key: `collectors`.
  "signing-keys-differ",
  // This one cannot keep its connections to PostgreSQL by which collectors share work and hear each other: `cause`.
  "collectors-apart",
  // Sensors to which something was refused in the last quarter of an hour: `sensors`, `refused` (how often), `sensor` (the worst).
  "sensors-refused",
  // What was kept of venues and is not what it should be: `count` of it. `venue list` and `doctor` name them.
  "time-zone-unknown",
  "floor-size-wrong",
  "sensors-outside",
  // TLS: `file` of the certificate and `days` until it ends; `cause`. `sensors` that do not know the authority that will sign next.
  "certificate-ends",
  "certificate-not-renewed",
  "authority-not-followed",
  // The identity provider: `server`, its issuer, and `cause`.
  "provider-away",
] as const;
export type CollectorProblemCode = (typeof COLLECTOR_PROBLEM_CODES)[number];

/**
 * How an attempt to tell people ended. `status` of HTTP or SMTP; `error`, the receiver's own number of it; `seconds` waited or to wait; `cause`,
 * the system's name of the error; `refused` of so many receivers of a mail. `alert`, of which no notice could be made; `waiting` notices of a full queue.
 */
export const NOTICE_OUTCOMES = [
  "answered",
  "some-refused",
  "refused",
  "too-many",
  "login-refused",
  "no-secure-line",
  "redirects",
  "timed-out",
  "unreachable",
  "not-set",
  "not-allowed",
  "not-written",
  "queue-full",
  "switched-off",
] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

/** Why a message from a sensor was not accepted. */
export const DEAD_LETTER_REASONS = [
  "too-large",
  "topic",
  "too-deep",
  "json",
  "contract-version",
  "schema",
  "wrong-sensor",
  "unknown-sensor",
  "series-refused",
] as const;
export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

/** What the broker and the collector refuse to a sensor that has a login, or hold back of it; counted for each. */
export const SENSOR_REFUSAL_CODES = [
  // It publishes, reads or calls itself what is another's; or its envelope names another sensor than its topic.
  "other-identity",
  // What no sensor of ours sends: a packet or a text beyond the limits, another protocol, QoS 2, no JSON, too deep, not by the schema.
  "too-large",
  "not-mqtt",
  "qos-2",
  "too-deep",
  "json",
  "schema",
  // Somebody gave its name with a wrong password.
  "wrong-password",
  "signs-in-too-often",
  // More than a sensor makes: what is over waits at the sensor.
  "too-fast",
  "over-octets",
  "over-messages",
  "over-rows",
  "over-findings",
  "over-suspects",
  "over-cameras",
  "over-newcomers",
  // An excerpt of frames that is not written as a sensor writes one, or holds what may not leave it; one that names what none of its findings names.
  "excerpt-form",
  "excerpt-unnamed",
  // More questions for pieces of a release at once than a sensor has, and questions for what it is not to install.
  "over-pieces",
  "no-such-piece",
  // Rows of a minute that is longer ago than anything is kept.
  "out-of-time",
] as const;
export type SensorRefusalCode = (typeof SENSOR_REFUSAL_CODES)[number];

/** Why a sensor stands in its state, beside the problems of its `health`. */
export const SENSOR_DOUBT_CODES = [
  "said-offline",
  "no-message",
  "no-health",
  "not-listening",
  "no-frames",
  "clock-wrong",
  "contract-version",
  // What was refused to it in the last quarter of an hour: `refused` has the figures.
  "claims-another-identity",
  "over-limits",
  "sends-unreadable",
  "wrong-password",
  // It holds more suspects than stand around any one spot: `suspectsBeyond` has the figure.
  "reports-many-suspects",
] as const;
export type SensorReasonCode = (typeof SENSOR_DOUBT_CODES)[number] | HealthProblemCode;

/** Figures and names that fill the sentence: `channels`, `interface`, `seconds`. Never text from the air. */
export const ProblemFacts = CodeRecord(
  "what the figure or name is",
  Type.Union([Type.Number(), ProductText("a name of ours or of the configuration", 128)]),
  { maxProperties: 8, description: "what fills the sentence, by name" },
);
export type ProblemFacts = Static<typeof ProblemFacts>;

/** The schema of a problem out of one of the lists. The list is not checked: the other end may be newer. */
export const problemOf = (codes: readonly string[]) =>
  Type.Object(
    {
      code: CodeName(`one of: ${codes.join(", ")}`),
      text: ProductText("the log's words: what it is and what to do"),
      facts: Type.Optional(ProblemFacts),
    },
    { additionalProperties: false },
  );

/** A problem as our own code makes it: of a listed code. */
export interface Problem<Code extends string = string> {
  code: Code;
  text: string;
  facts?: ProblemFacts;
}
export type HealthProblem = Problem<HealthProblemCode>;
export type CameraOddity = Problem<CameraOddityCode>;
export type CollectorProblem = Problem<CollectorProblemCode>;
