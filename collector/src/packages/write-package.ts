import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { packageFile } from "@probewarden/cli";
import { zipSync } from "fflate";
import type { PackageKey } from "./package-key.ts";
import { asJson, type PackageMember } from "./package-member.ts";
import { readMe, type ReadMeLine } from "./privacy-notes.ts";

/** The verifier, as it stands in the repository. */
export const VERIFIER = packageFile(import.meta.url, "verifier/verify-package.mjs");

/**
 * Packs and signs. Members are stored, not compressed, and dated alike: of the same members comes the same file, octet for octet, so that the
 * verifier finds every bit of the zip that is another.
 * @param facts what the manifest says beside the list of files
 * @param contents what each file is, for the page that is read first
 */
export function writePackage(
  members: readonly PackageMember[],
  facts: object,
  key: PackageKey,
  contents: readonly ReadMeLine[] = [],
): Buffer {
  const all: PackageMember[] = [
    {
      name: "read-me.txt",
      type: "text/plain; charset=utf-8",
      holds: "how to verify it",
      data: Buffer.from(readMe(key.described.fingerprint, contents)),
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
