import { createHmac, hkdfSync, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { ConfigError } from "../config-error.ts";
import { nearest } from "../nearest.ts";
import { WORDS } from "./words.ts";

/** Six of 2,048 words are 66 bits. */
export const CODE_WORDS = 6;
/** Of both ends: what they say to each other is of this version. */
export const JOIN_VERSION = 1;

/**
 * A guess costs 32 MB and some tens of milliseconds of a processor (RFC 7914). Whoever has heard a proof and tries all 2^66 codes in a night would need
 * a million million million of them.
 */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SALT = "probewarden site code 1";
const KEY_BYTES = 32;
/** RFC 9266: what both ends of one TLS connection know, and nobody in between who ends it and begins another. */
const CHANNEL_LABEL = "EXPORTER-Channel-Binding";
const CHANNEL_BYTES = 32;

/** Six words, drawn by chance. */
export const makeWords = (): string[] => Array.from({ length: CODE_WORDS }, () => WORDS[randomInt(WORDS.length)] ?? "");

/** A code with the collector that made it, as squares or as a line to paste: nothing behind the # leaves a browser. */
export const joinLink = (collector: string, words: readonly string[]): string =>
  `${collector}/ladder#join=${words.join("-")}`;

/** A code as somebody types it: six words, or the link of {@link joinLink}. The first four letters of a word are enough. */
export interface TypedCode {
  words: string[];
  /** Address of the collector, where a link was given. */
  collector?: string;
}

/** Whether a text is a link or words, and not the name of a file. */
export const looksLikeCode = (text: string): boolean =>
  /^https?:\/\/\S+#join=/.test(text) || (!/[./]/.test(text) && splitWords(text).length > 1);

const splitWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,_-]+/)
    .filter((word) => word !== "");

/** @throws ConfigError that says which word is none */
export function readCode(text: string): TypedCode {
  const [, collector, inside] = /^(https?:\/\/[^/#]+)\/?[^#]*#join=(.*)$/.exec(text.trim()) ?? [];
  const typed = splitWords(inside ?? text);
  if (typed.length !== CODE_WORDS)
    throw new ConfigError(
      `the code: it is ${CODE_WORDS} words, and these are ${typed.length} (example: ${WORDS[17]}-${WORDS[402]}-${WORDS[811]}-${WORDS[999]}-${WORDS[1300]}-${WORDS[1777]})`,
    );
  const words = typed.map((word, index) => {
    const known = WORDS.find((one) => one === word) ?? WORDS.find((one) => word.length >= 4 && one.startsWith(word));
    if (known !== undefined) return known;
    const meant = nearest(word, WORDS);
    throw new ConfigError(
      `the code: word ${index + 1}, "${word.slice(0, 20)}", is none of the list${meant === undefined ? "" : ` (${meant}?)`}`,
    );
  });
  return collector === undefined ? { words } : { words, collector };
}

/** What a code is worth: a key that costs as much to compute from a guess as from the words. */
export const keyOf = (words: readonly string[]): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(words.join(" "), SALT, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });

const partOf = (key: Buffer, use: string): Buffer => Buffer.from(hkdfSync("sha256", key, "", use, KEY_BYTES));

/** The name of a code in a list of them, which opens nothing: 128 bits as hex. */
export const idOfCode = (key: Buffer): string => partOf(key, "name").subarray(0, 16).toString("hex");

/** What both ends of a TLS 1.3 connection know of it, and nobody between them; undefined where it is none. */
export function channelOf(socket: TLSSocket): Buffer | undefined {
  if (typeof socket.exportKeyingMaterial !== "function" || socket.getProtocol() !== "TLSv1.3") return undefined;
  return socket.exportKeyingMaterial(CHANNEL_BYTES, CHANNEL_LABEL, Buffer.alloc(0));
}

/**
 * That who says it knows the code and is at this end of this very connection: HMAC-SHA-256 over the connection's own secret and what is said, as
 * hex. The two ends have keys of their own, so that neither's proof is the other's.
 */
export const proofOf = (key: Buffer, end: "sensor" | "collector", channel: Buffer, said: string): string =>
  createHmac("sha256", partOf(key, end)).update(channel).update(said).digest("hex");

/** Whether a proof is the expected one, in a time that tells nothing. */
export function isProof(said: string, expected: string): boolean {
  const [one, other] = [Buffer.from(said), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
