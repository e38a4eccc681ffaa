import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Release } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { removeDurably, writeDurably } from "./durable.ts";

/** Name of the file in root's folder. */
export const UPDATE = "update.json";

/** An update that is under way, as root keeps it: each step is on the disk before it is made. */
export const KeptUpdate = Type.Object(
  {
    id: Type.String(),
    token: Type.String(),
    release: Release,
    back: Release,
    heard: Type.Boolean(),
    /** Seconds that the new version has to be well. */
    seconds: Type.Number(),
    step: Type.Enum(["installing", "watching", "going-back", "over"]),
    /** How often the watch was started: a version that takes the machine down does so again. */
    starts: Type.Integer(),
    /** Why the way back was taken. */
    cause: Type.Optional(Type.String()),
    /** Why it failed; absent when over: it is done. */
    reason: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type KeptUpdate = Static<typeof KeptUpdate>;

/** Undefined: none is under way. One that cannot be read is none: it is written whole or not at all. */
export function readUpdate(store: string): KeptUpdate | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(store, UPDATE), "utf8"));
    return Check(KeptUpdate, kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export const keepUpdate = (store: string, update: KeptUpdate): void =>
  writeDurably(join(store, UPDATE), JSON.stringify(update), 0o600);

export const forgetUpdate = (store: string): void => removeDurably(join(store, UPDATE));
