import { AUTHENTICATION_FLOOD_EVIDENCE } from "./authentication-flood/evidence.ts";
import { BOUNDS, type Bound } from "./bounds.ts";
import { CANARY_EVIDENCE } from "./canary/evidence.ts";
import { EVIL_TWIN_EVIDENCE } from "./evil-twin/evidence.ts";
import { PRODUCT_FINGERPRINT_EVIDENCE } from "./product-fingerprint/evidence.ts";
import type { EvidenceDefinition, EvidenceWeight, ListCondition } from "./evidence.ts";
import { FORCED_DISCONNECT_EVIDENCE } from "./forced-disconnect/evidence.ts";
import { IMPOSSIBLE_BEACON_EVIDENCE } from "./impossible-beacon/evidence.ts";
import { MANY_NAMES_EVIDENCE } from "./many-names/evidence.ts";
import { ONE_RADIO_EVIDENCE } from "./one-radio/evidence.ts";
import { PUBLIC_NAME_LURE_EVIDENCE } from "./public-name-lure/evidence.ts";
import { PRESENCE_SOLICITATION_EVIDENCE } from "./presence-solicitation/evidence.ts";

const DEFINITIONS = [
  ...MANY_NAMES_EVIDENCE,
  ...IMPOSSIBLE_BEACON_EVIDENCE,
  ...FORCED_DISCONNECT_EVIDENCE,
  ...AUTHENTICATION_FLOOD_EVIDENCE,
  ...PRESENCE_SOLICITATION_EVIDENCE,
  ...PRODUCT_FINGERPRINT_EVIDENCE,
  ...EVIL_TWIN_EVIDENCE,
  ...ONE_RADIO_EVIDENCE,
  ...PUBLIC_NAME_LURE_EVIDENCE,
  ...CANARY_EVIDENCE,
] as const;

/** Name of an observation that a detector can give evidence of. */
export type EvidenceCode = (typeof DEFINITIONS)[number]["code"];

/** What one observation weighs for one suspicion, and why. */
export interface Weight extends EvidenceWeight {
  code: EvidenceCode;
}

/** Every observation that a detector can give evidence of, in the order of the detectors. */
export const EVIDENCE_CODES: readonly EvidenceCode[] = DEFINITIONS.map(({ code }) => code);

/** THE table, made from what each detector states: one row per observation and suspicion. `boundDb` of a row is in bounds.ts, which `npm run calibrate` makes. */
export const WEIGHTS: readonly Weight[] = DEFINITIONS.flatMap(({ code, weights }) =>
  weights.map((weight) => ({ code, ...weight })),
);

const BY_CODE: ReadonlyMap<string, readonly Weight[]> = new Map(
  EVIDENCE_CODES.map((code) => [code, WEIGHTS.filter((it) => it.code === code)]),
);
const DEFINITION: ReadonlyMap<string, EvidenceDefinition> = new Map(DEFINITIONS.map((it) => [it.code, it]));

/** What the labelled recordings say of an observation. */
export function boundOf(code: EvidenceCode): Bound {
  return BOUNDS[code] ?? { innocentWith: 0, guilty: 0, guiltyWith: 0, ratioDb: null, boundDb: null };
}

/** Decibans that the labelled recordings alone support; null where they support none. */
export function boundDb(code: EvidenceCode): number | null {
  return boundOf(code).boundDb;
}

/** Rows of one observation. */
export function weightsOf(code: EvidenceCode): readonly Weight[] {
  return BY_CODE.get(code) ?? [];
}

/** Names of the figures that an observation may carry. */
export function factsOf(code: EvidenceCode): readonly string[] {
  return DEFINITION.get(code)?.facts ?? [];
}

/** What the venue's list must leave of an observation; undefined where no list explains it. */
export function listConditionOf(code: EvidenceCode): ListCondition | undefined {
  return DEFINITION.get(code)?.list;
}

/** The code that a text names; undefined when this version of the software does not know it. */
export function readEvidenceCode(text: string): EvidenceCode | undefined {
  return EVIDENCE_CODES.find((it) => it === text);
}
