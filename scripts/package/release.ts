import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  CONTRACT_MAJOR,
  LIMITS,
  RELEASE_PACKAGE,
  releaseText,
  type Release,
  type ReleaseArchitecture,
} from "../../contract/src/index.ts";

/** Where the package keeps the key by which a sensor knows a release. */
export const RELEASE_KEY = "usr/share/probewarden-agent/release-key.pem";

/**
 * The publisher's key (Ed25519, PKCS #8 in PEM), made where the file is not there. It belongs on the machine that builds releases, or on a stick in a
 * safe, and on no collector.
 * @throws Error where the file holds something else
 */
export function publisherKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const made = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(file, made, { mode: 0o600, flag: "wx" });
  }
  const key = createPrivateKey(readFileSync(file, "utf8"));
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`${file} is no key of Ed25519`);
  return key;
}

/** The half of it that goes into a package. */
export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: "spki", format: "pem" }).toString();

/** Signs an agent's package and writes what is signed beside it; returns that file. */
export function signRelease(
  deb: string,
  { version, architecture }: { version: string; architecture: ReleaseArchitecture },
  key: KeyObject,
): string {
  const octets = readFileSync(deb);
  if (octets.length > LIMITS.releaseBytes) throw new Error(`${deb} is larger than a sensor takes`);
  const release = {
    v: CONTRACT_MAJOR,
    package: RELEASE_PACKAGE,
    version,
    architecture,
    size: octets.length,
    sha256: createHash("sha256").update(octets).digest("hex"),
  } satisfies Omit<Release, "signature">;
  const signature = sign(null, Buffer.from(releaseText(release)), key).toString("hex");
  const file = `${deb}.release.json`;
  writeFileSync(file, `${JSON.stringify({ ...release, signature }, null, 2)}\n`);
  return file;
}
