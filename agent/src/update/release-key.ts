import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { releaseText, type Release } from "@probewarden/contract";
import type { UpdatePlaces } from "./places.ts";

const MOST_BYTES = 4_096;

/**
 * The key by which this sensor knows a release. The first file that is there counts, and none behind it: where that one is not root's alone, or holds no
 * key of Ed25519, there is none.
 */
export function readReleaseKey({ keys, keyOwner }: Pick<UpdatePlaces, "keys" | "keyOwner">): KeyObject | undefined {
  for (const file of keys) {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const about = fstatSync(descriptor);
      const isOwners = about.uid === keyOwner && (about.mode & 0o022) === 0;
      if (!about.isFile() || !isOwners || about.size > MOST_BYTES) return undefined;
      const text = readFileSync(descriptor, "utf8");
      // A private key would do as well, and has no place here.
      if (!text.includes("BEGIN PUBLIC KEY")) return undefined;
      const key = createPublicKey(text);
      return key.asymmetricKeyType === "ed25519" ? key : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }
  return undefined;
}

/** Whether the publisher signed this. */
export function provesRelease(key: KeyObject, { signature, ...release }: Release): boolean {
  return verify(null, Buffer.from(releaseText(release)), key, Buffer.from(signature, "hex"));
}
