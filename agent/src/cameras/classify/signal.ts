import { CAMERA_STEPS, type CameraCategory, type CameraStep } from "@probewarden/contract";

/** One row of a signal table: what a device may say, what that names, and how far that alone can prove. */
export interface Signal {
  /** Name of the thing, as its family spells it. Capitals, signs and blanks do not count; the whole name does. */
  match: readonly string[];
  category: CameraCategory;
  /** The highest step that a device can reach by this signal. */
  step: CameraStep;
  /** Where it is written, or on what it was seen. */
  source: string;
}

/** A thing that one answer proves. */
export interface Proven {
  category: CameraCategory;
  step: CameraStep;
  /** Answers of one kind about one thing are one piece of evidence, however often they repeat it. */
  family: string;
  quote: string;
}

/** Words around a name that say "can do" and nothing about what. */
const FILLER = /^(?:is)?(?:supp?ort(?:s|ed)?|sup)(?=\p{L})/u;
const TAIL = /(?<=\p{L}{3})(?:cap|capability|capabilities|supported|enabled|service|engine)$/u;

/**
 * A name without capitals, signs and fillers: `isSupportFaceDetect`, `face_detect` and `facedetect` are one. Never searched for inside a
 * longer name: "reid" stands in `HardwareId`, "face" in `SURFACE`.
 */
export function plainName(name: string): string {
  const letters = name
    .slice(0, 256)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
  return letters.replace(FILLER, "").replace(TAIL, "");
}

/** Rows of a table by plain name. */
export type Lexicon = ReadonlyMap<string, readonly Signal[]>;

/** Makes a table searchable. A name may stand in several rows: some functions are of two categories. */
export function lexicon(...tables: readonly (readonly Signal[])[]): Lexicon {
  const found = new Map<string, Signal[]>();
  for (const signal of tables.flat())
    for (const name of signal.match) {
      const key = plainName(name);
      const rows = found.get(key);
      if (rows === undefined) found.set(key, [signal]);
      else if (!rows.some((row) => row.category === signal.category)) rows.push(signal);
    }
  return found;
}

/** Rows that a whole name names. */
export function signalsOf(table: Lexicon, name: string): readonly Signal[] {
  return table.get(plainName(name)) ?? [];
}

/** Place of a step on the ladder, lowest first. */
export const rankOf = (step: CameraStep): number => CAMERA_STEPS.indexOf(step);

/** The lower of two steps. */
export const atMost = (step: CameraStep, limit: CameraStep): CameraStep =>
  rankOf(step) > rankOf(limit) ? limit : step;

/** Functions that watch a line or an area: without one they watch nothing. */
export const NEEDS_AREA: ReadonlySet<CameraCategory> = new Set(["perimeter", "people-counting"]);
