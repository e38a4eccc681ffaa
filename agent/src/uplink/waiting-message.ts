import type { MessageKind } from "@probewarden/contract";

/** A message that waits to be sent or acknowledged. */
export interface WaitingMessage {
  /** The outbox's own number of it. */
  id: number;
  kind: MessageKind;
  payload: string;
}

/** A message without its number: the outbox gives it one. */
export interface UnnumberedMessage {
  v: number;
  sensorId: string;
  at: string;
  kind: MessageKind;
  body: unknown;
}
