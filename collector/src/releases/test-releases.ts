import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { CONTRACT_MAJOR, releaseText, type Release } from "@probewarden/contract";

/** A publisher's key, for tests. */
export const publisher: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync("ed25519");

/** A package of so many octets and what its publisher signs of it, for tests. */
export function makeRelease(
  version: string,
  { architecture = "amd64", size = 200_000 }: Partial<Pick<Release, "architecture" | "size">> = {},
): { release: Release; octets: Buffer } {
  const octets = Buffer.concat([Buffer.from("!<arch>\n"), randomBytes(size - 8)]);
  const text = {
    v: CONTRACT_MAJOR,
    package: "probewarden-agent",
    version,
    architecture,
    size,
    sha256: createHash("sha256").update(octets).digest("hex"),
  } as const;
  const signature = sign(null, Buffer.from(releaseText(text)), publisher.privateKey).toString("hex");
  return { release: { ...text, signature }, octets };
}
