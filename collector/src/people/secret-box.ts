import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writePrivateFile } from "../main/private-files.ts";

/** AES-256-GCM (NIST SP 800-38D): key, nonce and tag, in octets. */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Its name in the data folder. */
export const PEOPLE_KEY = "people.key";

/** Something was sealed with another key, or changed since. */
export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
}

/**
 * Keeps secrets that must be read again, as those of authenticator apps, so that the database alone tells none: they are sealed with a key that
 * lies in a file of its own, mode 0600. It is made when it is first needed. A sealed text opens only for the owner that it was sealed for.
 */
export class SecretBox {
  readonly #file: string;
  #key: Buffer | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** @param owner whose it is: moved to another one's row it does not open */
  seal(owner: string, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#readKey(), nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
  }

  /** @throws SecretBoxError when it was sealed with another key or for another owner */
  open(owner: string, sealed: string): string {
    const octets = Buffer.from(sealed, "base64");
    const nonce = octets.subarray(0, NONCE_BYTES);
    const tag = octets.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#readKey(), nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
      const text = [decipher.update(octets.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(text).toString("utf8");
    } catch (cause) {
      throw new SecretBoxError(`${this.#file}: this is not the key with which it was sealed (bring that file back)`, {
        cause,
      });
    }
  }

  #readKey(): Buffer {
    if (this.#key !== undefined) return this.#key;
    if (!existsSync(this.#file))
      try {
        writePrivateFile(this.#file, `${randomBytes(KEY_BYTES).toString("base64")}\n`);
      } catch (error) {
        // Another collector of the same folder made it at the same moment.
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      }
    // Whatever stands in the file makes a key of the right length: somebody may have written one by hand.
    this.#key = createHash("sha256").update(readFileSync(this.#file, "utf8").trim()).digest();
    return this.#key;
  }
}
