import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { packageFile } from "@probewarden/cli";
import { zipSync } from "fflate";
import type { PackageKey } from "./package-key.ts";
import { readMe } from "./privacy-notes.ts";

/** One file of a package. */
export interface PackageMember {
  /** Small letters, digits, dots and hyphens, in one folder at most: the verifier takes no other. */
  name: string;
  /** RFC 2046. */
  type: string;
  /** What it holds, in a few words. */
  holds: string;
  data: Buffer;
}

/** The verifier, as it stands in the repository. */
export const VERIFIER = packageFile(import.meta.url, "verifier/verify-package.mjs");

export const asJson = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
export const asJsonLines = (rows: readonly unknown[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

/**
 * Packs and signs. Members are stored, not compressed, and dated alike: of the same members comes the same file, octet for octet, so that the
 * verifier finds every bit of the zip that is another.
 * @param facts what the manifest says beside the list of files
 */
export function writePackage(members: readonly PackageMember[], facts: object, key: PackageKey): Buffer {
  const all: PackageMember[] = [
    {
      name: "read-me.txt",
      type: "text/plain; charset=utf-8",
      holds: "how to verify it",
      data: Buffer.from(readMe(key.described.fingerprint)),
    },
    ...members,
    { name: "verify-package.mjs", type: "text/javascript", holds: "the verifier", data: readFileSync(VERIFIER) },
  ];
  const files = all.map(({ name, type, holds, data }) => ({
    name,
    type,
    holds,
    bytes: data.length,
    sha256: createHash("sha256").update(data).digest("hex"),
    sm3: createHash("sm3").update(data).digest("hex"),
    crc32: crc32(data),
  }));
  const manifest = asJson({ ...facts, files });
  const signature = asJson({
    algorithm: "Ed25519",
    publicKey: key.described.publicKey,
    signature: key.sign(manifest),
  });
  const content: Record<string, Uint8Array> = { "manifest.json": manifest, "signature.json": signature };
  for (const { name, data } of all) content[name] = data;
  return Buffer.from(zipSync(content, { level: 0, mtime: new Date(1980, 0, 1) }));
}
