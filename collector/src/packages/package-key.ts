import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "@probewarden/cli";
import { commandText, type Command, type EvidenceKey } from "@probewarden/contract";
import type { CollectorConfig } from "../main/config.ts";
import { createPrivateFile } from "../main/private-files.ts";

/** The key's file in the data folder, mode 0600; a backup holds it. Several collectors of one state name the same file, or each has a copy of it. */
export const PACKAGE_KEY_FILE = "package.key";

/** What is signed begins with this, so that no signature over a package is one over anything else. */
const SIGNED = "probewarden-package 1\n";

/** Where the key of an installation lies. */
export const packageKeyFile = ({ dataDir, packages }: Pick<CollectorConfig, "dataDir" | "packages">): string =>
  packages.keyFile ?? join(dataDir, PACKAGE_KEY_FILE);

/** With what this collector signs packages of evidence, and commands to its sensors: Ed25519 (RFC 8032). */
export class PackageKey {
  readonly #key: KeyObject;
  /** 32 octets in hex, and SHA-256 over them. */
  readonly described: EvidenceKey;

  constructor(key: KeyObject) {
    this.#key = key;
    const { x = "" } = createPublicKey(key).export({ format: "jwk" });
    const octets = Buffer.from(x, "base64url");
    this.described = {
      fingerprint: createHash("sha256").update(octets).digest("hex"),
      publicKey: octets.toString("hex"),
    };
  }

  /** The signature of a manifest, in hex. */
  sign(manifest: Buffer): string {
    return sign(null, Buffer.concat([Buffer.from(SIGNED), manifest]), this.#key).toString("hex");
  }

  /** The signature of a command, in hex. */
  signCommand(command: Omit<Command, "signature">): string {
    return sign(null, Buffer.from(commandText(command)), this.#key).toString("hex");
  }
}

/**
 * The key in a file. `init` makes it; a collector from before there were packages makes it when it is first needed. Of two who make it at once the
 * first one wins, and the other signs with that one.
 * @throws CommandError for a file that holds no such key: another in its place would be one that nobody knows
 */
export function packageKeyOf(file: string): PackageKey {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    createPrivateFile(file, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  }
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== "ed25519") throw new Error(`it is of the kind ${key.asymmetricKeyType}`);
    return new PackageKey(key);
  } catch (cause) {
    throw new CommandError(`${file}: it is no Ed25519 key in PEM (put back the one of your backup)`, { cause });
  }
}
