import type { Read } from "./read-message.ts";

/** A message of a known sensor; `clockOffsetMs`: what to take from its time stamps. */
export type Accepted = Extract<Read, { type: "message" }> & { clockOffsetMs: number };
