import { isSent, type LogEntry } from "../accountability/log-entry.ts";
import type { Visit } from "../visit.ts";
import type { BundleCamera, BundleEntry } from "./bundle.ts";
import type { CameraEvidence } from "./bundle-file.ts";

/** How a question of a visit ended, in the words of a bundle: `failed` is an answer that could not be used. */
const OUTCOMES: Readonly<Record<string, string>> = { answered: "answered", refused: "refused", locked: "locked" };

/** What a visit without an account brings into a bundle; what was sent for it stands there once for all cameras, see {@link logEvidence}. */
export function visitEvidence({ finding, port, answers }: Visit): CameraEvidence {
  const { address, hardware, vendor, firmware, visitedAt, ladder, asked } = finding;
  const camera: BundleCamera = {
    kind: "camera",
    address,
    port,
    ...(hardware === undefined ? {} : { model: hardware }),
    ...(vendor === undefined ? {} : { manufacturer: vendor }),
    ...(firmware === undefined ? {} : { firmware }),
    at: visitedAt,
    withAccount: false,
    sentInClear: false,
    ladder,
    sendsTo: [],
    asked: asked.map(({ call, outcome }) => {
      const known = OUTCOMES[outcome];
      return known === undefined ? { call, outcome: "failed", why: outcome } : { call, outcome: known };
    }),
    denied: [],
  };
  return { camera, sent: [], answers };
}

/** The accountability log of a run, as it stands in a bundle. */
export const logEvidence = (entries: readonly LogEntry[]): BundleEntry[] =>
  entries.map((entry): BundleEntry => (isSent(entry) ? { kind: "sent", ...entry } : { kind: "round", entry }));
