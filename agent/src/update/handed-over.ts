import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Release } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";

/** Names of what supervisor and root tell each other by. */
export const ASKED = "asked";
export const WELL = "well.json";
export const OUTCOME = "outcome.json";
export const MOST_ASKED_BYTES = 8 * 1_024;

const closed = { additionalProperties: false };
const Id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,47}$" });
const Token = Type.String({ pattern: "^[0-9a-f]{32}$" });

/** What the supervisor asks root for. `heard`: its radio hears, so the new version's must. */
export const Asked = Type.Object({ id: Id, release: Release, back: Release, heard: Type.Boolean() }, closed);
export type Asked = Static<typeof Asked>;

/** What root says of it: that it is under way, and then what came of it. */
export const Outcome = Type.Object(
  {
    id: Id,
    state: Type.Enum(["taken", "done", "failed"]),
    /** By which the new version shows that it is the one that was installed just now. */
    token: Type.Optional(Token),
    reason: Type.Optional(Id),
    cause: Type.Optional(Id),
  },
  closed,
);
export type Outcome = Static<typeof Outcome>;

/** What a supervisor says of itself while an update is under way. */
export const Well = Type.Object(
  {
    token: Token,
    version: Type.String({ maxLength: 32 }),
    /** This run of it. */
    run: Type.String({ maxLength: 32 }),
    /** The collector has acknowledged something that it sent. */
    acknowledged: Type.Boolean(),
    hears: Type.Boolean(),
  },
  closed,
);
export type Well = Static<typeof Well>;

/** What root said last; undefined where it has said nothing. */
export function readOutcome(store: string): Outcome | undefined {
  try {
    const outcome: unknown = JSON.parse(readFileSync(join(store, OUTCOME), "utf8"));
    return Check(Outcome, outcome) ? outcome : undefined;
  } catch {
    return undefined;
  }
}
