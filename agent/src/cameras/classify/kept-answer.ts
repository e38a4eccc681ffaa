import { createHash } from "node:crypto";
import { cutCredentials } from "@probewarden/contract";
import { decodeText } from "../interrogate/charset.ts";

/** An answer as it may be kept, and the hashes that tie it to what came over the wire. */
export interface KeptAnswer {
  kept: Uint8Array;
  /** SHA-256, hex, of the answer as it came. */
  answerSha256: string;
  /** SHA-256, hex, of {@link kept}. */
  keptSha256: string;
}

const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");

/**
 * The copy of an answer that may leave the memory of this process. Octets are kept one for one where nothing is cut; what came in UTF-16
 * is kept in UTF-8, for there a credential hides behind zeros.
 */
export function keepAnswer(raw: Uint8Array, contentType = ""): KeptAnswer {
  const { charset, text } = decodeText(raw, contentType);
  const kept = charset.startsWith("utf-16")
    ? Buffer.from(cutCredentials(text), "utf8")
    : Buffer.from(cutCredentials(Buffer.from(raw).toString("latin1")), "latin1");
  return { kept, answerSha256: sha256(raw), keptSha256: sha256(kept) };
}
