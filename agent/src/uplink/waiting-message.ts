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

/** A message with the identity by which the collector knows it. */
export type NumberedMessage = UnnumberedMessage & { bootId: string; seq: number };

/** As a message goes over MQTT; `sortMessages` reads its first fields in this order. */
export function payloadOf({ v, sensorId, bootId, seq, at, kind, body }: NumberedMessage): string {
  return JSON.stringify({ v, sensorId, bootId, seq, at, kind, body });
}
