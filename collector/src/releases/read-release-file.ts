import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { CommandError, whyUnread } from "@probewarden/cli";
import { LIMITS, Release, RELEASE_PACKAGE, releaseText } from "@probewarden/contract";
import { Check } from "typebox/value";

/** What stands beside a package, in the name of `npm run package`. */
const BESIDE = ".release.json";
/** A Debian package is an `ar` archive, and begins so (deb(5)). */
const DEB_BEGINS = "!<arch>\n";
const MOST_SIGNED_BYTES = 16 * 1024;

const causeOf = (cause: unknown): string =>
  whyUnread(cause) ?? (cause instanceof Error ? cause.message : String(cause));

/** The public key of whoever publishes releases, from a file in PEM. @throws CommandError */
export function readReleaseKey(file: string): KeyObject {
  try {
    const key = createPublicKey(readFileSync(file));
    if (key.asymmetricKeyType !== "ed25519") throw new Error(`it is of the kind ${key.asymmetricKeyType}`);
    return key;
  } catch (cause) {
    throw new CommandError(
      `${file}: it is no public Ed25519 key in PEM: ${causeOf(cause)} (an installed agent has it as /usr/share/probewarden-agent/release-key.pem)`,
      { cause },
    );
  }
}

/**
 * A package and what its publisher signed of it, held against each other: name, size and hash, and where a key is given the signature.
 * @throws CommandError with what does not fit
 */
export function readReleaseFile(file: string, key: KeyObject | undefined): { release: Release; octets: Buffer } {
  // The package first: where its name is mistyped, what stands beside it is missing as well.
  const octets = readPackage(file);
  const release = readSignedText(`${file}${BESIDE}`);
  if (octets.length !== release.size)
    throw new CommandError(
      `${file}: it has ${octets.length} octets, and ${release.size} were signed (copy both files anew)`,
    );
  if (createHash("sha256").update(octets).digest("hex") !== release.sha256)
    throw new CommandError(`${file}: it is not the package that was signed (copy both files anew)`);
  if (!octets.subarray(0, DEB_BEGINS.length).equals(Buffer.from(DEB_BEGINS)))
    throw new CommandError(`${file}: it is no Debian package`);
  const { signature, ...text } = release;
  if (key !== undefined && !verify(null, Buffer.from(releaseText(text)), key, Buffer.from(signature, "hex")))
    throw new CommandError(
      `${file}: it is not signed with the key that was given (no sensor with that key would take it)`,
    );
  return { release, octets };
}

function readSignedText(file: string): Release {
  let text: string;
  try {
    if (statSync(file).size > MOST_SIGNED_BYTES) throw new Error("it is too large");
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(
      `${file}: cannot be read: ${causeOf(cause)} (\`npm run package -- --release-key FILE\` writes it beside the package)`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${file}: it is no JSON`, { cause });
  }
  const { package: name } = typeof value === "object" && value !== null ? (value as { package?: unknown }) : {};
  if (name !== RELEASE_PACKAGE) throw new CommandError(`${file}: it is of no package ${RELEASE_PACKAGE}`);
  if (!Check(Release, value))
    throw new CommandError(`${file}: it is not what a release of this version is described by`);
  return value;
}

function readPackage(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > LIMITS.releaseBytes)
      throw new Error(`it has ${size} octets, and a sensor takes ${LIMITS.releaseBytes} at most`);
    return readFileSync(file);
  } catch (cause) {
    throw new CommandError(`${file}: cannot be taken: ${causeOf(cause)}`, { cause });
  }
}
