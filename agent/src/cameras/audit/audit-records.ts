import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CAMERA_STEPS,
  CameraFinding,
  type CameraDestination,
  type CameraLadder,
  type CameraProof,
} from "@probewarden/contract";
import { Value } from "typebox/value";

/** What an audit proved, as the sensor keeps it for the findings of later visits. No account stands in it. */
export interface AuditRecord {
  /** When the camera was read. */
  at: string;
  address: string;
  port: number;
  /** The hardware address by which it was reached, where that could be seen. */
  link?: string;
  manufacturer?: string;
  model?: string;
  firmware?: string;
  ladder: CameraLadder[];
  sendsTo: CameraDestination[];
}

/** Records read; one for each camera that was ever audited from here. */
const RECORDS = 1_024;
const OCTETS = 256 * 1024;
const DESTINATIONS = 16;

/** HTTP and HTTPS at their usual ports are one camera's. */
export const doorOf = (port: number): number => (port === 443 ? 80 : port);

/** Records of audits below the data folder, one file for each address and port; a later audit takes the place of an earlier one. */
export class AuditRecords {
  readonly #folder: string;

  /** @param dataDir folder of the sensor's data */
  constructor(dataDir: string) {
    this.#folder = join(dataDir, "cameras", "audits");
  }

  /** @throws the system's error */
  async keep(record: AuditRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const name = `${record.address.replaceAll(":", "_")}-${doorOf(record.port)}.json`;
    await writeFile(join(this.#folder, name), JSON.stringify(record), { mode: 0o600 });
  }

  /** All that can be read. A folder or a file that cannot is as if no audit had been made: a finding then says less, and nothing wrong. */
  async all(): Promise<AuditRecord[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const read = await Promise.all(names.slice(0, RECORDS).map((name) => this.#read(join(this.#folder, name))));
    return read.filter((record) => record !== undefined);
  }

  async #read(file: string): Promise<AuditRecord | undefined> {
    try {
      if ((await stat(file)).size > OCTETS) return undefined;
      const record = JSON.parse(await readFile(file, "utf8")) as AuditRecord;
      return typeof record.address === "string" && Array.isArray(record.ladder) ? record : undefined;
    } catch {
      return undefined;
    }
  }
}

const rank = (row: CameraLadder | undefined): number => CAMERA_STEPS.indexOf(row?.step ?? "unknown");

/**
 * A finding with what an audit of the same device has proven: of each category the higher step, with its proofs. By its hardware address a
 * device is the same at a new address, and another one is not it at the old.
 * @param link the hardware address by which it was reached, where that can be seen
 */
export function withAudit(
  finding: CameraFinding,
  port: number,
  records: readonly AuditRecord[],
  link: string | undefined,
): CameraFinding {
  const record = records.find(
    (each) =>
      doorOf(each.port) === doorOf(port) &&
      (each.link !== undefined && link !== undefined ? each.link === link : each.address === finding.address),
  );
  if (record === undefined) return finding;
  const proven = record.ladder.map((row) => ({ ...row, proofs: row.proofs.map(proofOf) }));
  const categories = new Set([...finding.ladder, ...proven].map(({ category }) => category));
  const ladder = [...categories].flatMap((category) => {
    const [seen, read] = [finding.ladder, proven].map((rows) => rows.find((row) => row.category === category));
    return (rank(read) > rank(seen) ? read : seen) ?? [];
  });
  const audited: CameraFinding = {
    ...finding,
    ...(record.model === undefined ? {} : { hardware: finding.hardware ?? record.model }),
    ...(record.manufacturer === undefined ? {} : { vendor: record.manufacturer }),
    ...(record.firmware === undefined ? {} : { firmware: record.firmware }),
    ladder,
    analytics: ladder.some(({ category }) => category !== "motion-only") ? "named" : finding.analytics,
    auditedAt: record.at,
    sendsTo: record.sendsTo.slice(0, DESTINATIONS).map(({ way, state, to, quote }) => ({ way, state, to, quote })),
  };
  // A record that somebody has edited must not keep the finding from being told.
  return Value.Check(CameraFinding, audited) ? audited : finding;
}

/** A call as a code: `/ISAPI/System/capabilities` is `isapi-system-capabilities`, `GetRules VA1` is `get-rules`. */
function proofOf({ call, ...proof }: CameraProof): CameraProof {
  const code = call
    .replace(/[ ?].*$/, "")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return { call: code.slice(0, 64).replace(/-+$/, ""), ...proof };
}
