/** Milliseconds between two signs of life of a part. They come from its event loop, so one that hangs gives none. */
export const BEAT_MS = 5_000;

/** A sign of life: the line that a part sends although it has nothing to tell. */
export const BEAT = { type: "beat" } as const;

/** Whether a line is a sign of life and nothing else. */
export const isBeat = (message: unknown): boolean =>
  typeof message === "object" && message !== null && "type" in message && message.type === BEAT.type;
