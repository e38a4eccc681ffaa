import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** A capture on which the weights rest. */
export interface CalibrationCapture {
  name: string;
  sha256: string;
  /** Empty: benign. */
  labels: readonly string[];
  /** Innocent access points that it holds. */
  innocent: number;
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * The list that is checked in beside the weights: who doubts one has the very octets named that it was counted on. It stands by name and
 * octets, so that folders given in another order make the same file.
 */
export function listOfCaptures(captures: readonly CalibrationCapture[]): string {
  const keyOf = ({ name, sha256 }: CalibrationCapture): string => `${name}\t${sha256}`;
  const sorted = captures.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const rows = sorted.map(({ name, sha256, labels, innocent }) => [
    name,
    sha256,
    labels.join(" ") || "benign",
    innocent,
  ]);
  return [["capture", "sha256", "label", "innocent access points"], ...rows]
    .map((row) => `${row.join("\t")}\n`)
    .join("");
}
