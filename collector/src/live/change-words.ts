import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { CHANGE_KINDS, type Change, type ChangeKind } from "./change-feed.ts";

/** PostgreSQL takes payloads of less than 8,000 octets. */
export const MOST_OCTETS = 7_900;

/** One notification: who tells; what changed, and which; or that it is there (`here`), or goes (`bye`). */
const Word = Type.Object({
  from: Type.String({ minLength: 1, maxLength: 64 }),
  kind: Type.Union([...CHANGE_KINDS, "here", "bye"].map((kind) => Type.Literal(kind))),
  ids: Type.Optional(Type.Array(Type.String({ maxLength: 256 }))),
});
type Word = Omit<Static<typeof Word>, "kind"> & { kind: ChangeKind | "here" | "bye" };
const known = Compile(Word);

/** Changes as payloads, as many as it takes for each to fit. */
export function spellChanges(from: string, changes: ReadonlyMap<ChangeKind, ReadonlySet<string>>): string[] {
  return [...changes].flatMap(([kind, ids]) => inPieces({ from, kind }, [...ids]));
}

export const spellSign = (from: string, kind: "here" | "bye"): string => JSON.stringify({ from, kind });

function inPieces(word: Word, ids: readonly string[]): string[] {
  const text = JSON.stringify({ ...word, ids });
  if (Buffer.byteLength(text) <= MOST_OCTETS || ids.length < 2) return [text];
  const middle = Math.ceil(ids.length / 2);
  return [...inPieces(word, ids.slice(0, middle)), ...inPieces(word, ids.slice(middle))];
}

/** Reads a payload; undefined when it is none of ours, for anybody who may use the database may notify. */
export function readWord(payload: string): { from: string; kind: Word["kind"]; changes: Change[] } | undefined {
  let word: unknown;
  try {
    word = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (!known.Check(word)) return undefined;
  const { from, kind, ids } = word as Word;
  if (kind === "here" || kind === "bye") return { from, kind, changes: [] };
  return { from, kind, changes: (ids ?? []).map((id) => ({ kind, id })) };
}
