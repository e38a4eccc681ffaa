import { createHash } from "node:crypto";
import type { Account } from "./account.ts";

/** A challenge of HTTP Digest (RFC 7616) that can be answered. */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque: string | undefined;
  algorithm: "SHA-256" | "SHA-256-sess" | "MD5" | "MD5-sess";
  /** `undefined`: the older form without a quality of protection (RFC 2069). */
  qop: "auth" | undefined;
  stale: boolean;
  hashesName: boolean;
}

const CHALLENGES = 16;
const FIELD = 4_096;
/** The stronger first: whoever offers both is answered by SHA-256. */
const STRENGTH: readonly DigestChallenge["algorithm"][] = ["SHA-256", "SHA-256-sess", "MD5", "MD5-sess"];

/** Reads the challenges of a WWW-Authenticate header (several may stand in one, RFC 9110 11.6.1): scheme and parameters. */
export function readChallenges(header: string): { scheme: string; parameters: Map<string, string> }[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  const part = /\s*,?\s*(?:([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z][\w-]*)(?=\s|,|$))/gy;
  for (const [, name, quoted, bare, scheme] of header.slice(0, 32_768).matchAll(part)) {
    if (scheme !== undefined) {
      if (found.length >= CHALLENGES) break;
      found.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    } else if (name !== undefined)
      found.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "");
  }
  return found;
}

/** The strongest challenge that can be answered; undefined for Basic, an unknown algorithm, or a field of thousands of letters. */
export function chooseChallenge(header: string): DigestChallenge | undefined {
  const usable = readChallenges(header).flatMap(({ scheme, parameters }): DigestChallenge[] => {
    if (scheme !== "digest" || [...parameters.values()].some((value) => value.length > FIELD)) return [];
    const [realm, nonce] = [parameters.get("realm"), parameters.get("nonce")];
    const named = (parameters.get("algorithm") ?? "MD5").toUpperCase().replace("-SESS", "-sess");
    const algorithm = STRENGTH.find((each) => each === named);
    const offered = parameters
      .get("qop")
      ?.split(",")
      .map((each) => each.trim().toLowerCase());
    if (realm === undefined || nonce === undefined || nonce === "" || algorithm === undefined) return [];
    if (/[\r\n]/.test(realm + nonce + (parameters.get("opaque") ?? ""))) return [];
    if (offered !== undefined && !offered.includes("auth")) return [];
    return [
      {
        realm,
        nonce,
        opaque: parameters.get("opaque"),
        algorithm,
        qop: offered === undefined ? undefined : "auth",
        stale: parameters.get("stale")?.toLowerCase() === "true",
        hashesName: parameters.get("userhash")?.toLowerCase() === "true",
      },
    ];
  });
  return usable.toSorted((a, b) => STRENGTH.indexOf(a.algorithm) - STRENGTH.indexOf(b.algorithm))[0];
}

/** One use of a challenge. */
export interface DigestUse {
  method: string;
  /** Path and query, as they stand in the request line. */
  uri: string;
  /** How often this nonce was used, this time included. */
  count: number;
  clientNonce: string;
}

/** The Authorization header that answers a challenge (RFC 7616 3.4). */
export function answerChallenge(challenge: DigestChallenge, account: Account, use: DigestUse): string {
  const { realm, nonce, opaque, algorithm, qop, hashesName } = challenge;
  const hash = (text: string): string =>
    createHash(algorithm.startsWith("SHA-256") ? "sha256" : "md5")
      .update(text, "utf8")
      .digest("hex");
  const secret = hash(`${account.name}:${realm}:${account.password}`);
  const a1 = algorithm.endsWith("-sess") ? hash(`${secret}:${nonce}:${use.clientNonce}`) : secret;
  const a2 = hash(`${use.method}:${use.uri}`);
  const count = use.count.toString(16).padStart(8, "0");
  const response = hash(
    qop === undefined ? `${a1}:${nonce}:${a2}` : `${a1}:${nonce}:${count}:${use.clientNonce}:${qop}:${a2}`,
  );
  const quoted = (text: string): string => `"${text.replaceAll(/(["\\])/g, "\\$1")}"`;
  const fields = [
    `username=${quoted(hashesName ? hash(`${account.name}:${realm}`) : account.name)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(use.uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(qop === undefined && !algorithm.endsWith("-sess") ? [] : [`cnonce=${quoted(use.clientNonce)}`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${count}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(hashesName ? ["userhash=true"] : []),
  ];
  return `Digest ${fields.join(", ")}`;
}
