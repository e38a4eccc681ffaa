import type { EvidencePackage } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { SeriesStore } from "../../store/series/series-store.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import type { PackageMember } from "../package-member.ts";
import type { ReadMeLine, RemovedNote } from "../privacy-notes.ts";

/** What packages are made of. */
export type SubjectKind = "suspect" | "camera";

/** What a package is about: a suspect or a camera, and perhaps one decision about it. */
export interface About {
  kind: SubjectKind;
  id: string;
  /** Its number among the decisions about things of this kind. */
  decisionId?: number | undefined;
}

/** What the contents of a package are read from. */
export interface SubjectParts {
  /** Not a reader that may lag behind: what was just written down stands in the package. */
  state: StateReader;
  series: SeriesStore;
  now: number;
  /** How long levels are kept, in milliseconds. */
  keptMs: number;
}

/** What a package holds of its subject, beside custody and what is said of every package. */
export interface SubjectContent {
  venueId: string;
  members: PackageMember[];
  /** Alerts about it, whose lines of the audit belong to its custody. */
  alertIds: string[];
  /** Sensors on whose word it stands, which the manifest describes. */
  sensorIds: string[];
  /** The manifest's `about`: which one it is, and how it stands. */
  about: object;
  /** Where it is, as far as somebody knows. */
  place: object | null;
  /** The decision from which the package was asked for, for the manifest: who decided what, when and why, and what was known then. */
  decision?: object;
  detectors: { detector: string; version: number }[];
  captures: object[];
  removed: readonly RemovedNote[];
}

/**
 * A kind of thing of which a package is made: one file for each, and one suite that all pass (`subjects.test.ts`). Asking, approving, custody,
 * manifest, signature and the zip itself are the same for all.
 */
export interface PackageSubject {
  /** The columns of the record of packages that name it. */
  columns(id: string): { suspect_id: string; camera_id: string | null };
  /** Its venue; undefined when there is no such thing. */
  venueOf(db: Kysely<StateTables>, id: string): Promise<string | undefined>;
  /** Whether that decision is one about it. */
  hasDecision(db: Kysely<StateTables>, id: string, decisionId: number): Promise<boolean>;
  /** All that a package holds of it; undefined when it, or the decision, is gone. */
  read(parts: SubjectParts, about: Omit<About, "kind">): Promise<SubjectContent | undefined>;
  /** What each file is. */
  readMe: readonly ReadMeLine[];
}

/** What a package that was asked for is about. */
export const aboutOf = ({ suspectId, cameraId, decisionId }: EvidencePackage): About =>
  cameraId === undefined
    ? { kind: "suspect", id: suspectId ?? "", decisionId }
    : { kind: "camera", id: cameraId, decisionId };
