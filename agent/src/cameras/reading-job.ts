import type { AuditHeard } from "./audit/read-audit-answer.ts";
import type { ProtocolName } from "./discover/announced/protocol.ts";
import type { HeardAnswer } from "./read-answer.ts";

/** What the thread is asked to read. */
export type ReadingJob =
  | { kind: "datagram"; octets: Uint8Array }
  | { kind: "announcement"; protocol: ProtocolName | "hello"; octets: Uint8Array }
  | { kind: "answer"; heard: HeardAnswer }
  | { kind: "audit-answer"; heard: AuditHeard }
  | { kind: "audit-verdict"; answers: AuditHeard[] };

/** Why something was not read: its work was ended at the deadline, the thread broke, or too much was waiting. */
export type NotRead = "too-slow" | "reading-failed" | "reading-queue-full";

/** What the thread says once it can read, before its first answer. */
export const READY = "ready";
