import { createHash } from "node:crypto";
import type { Account } from "./account.ts";

const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const DIGEST = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
const BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? "");

/**
 * A WS-UsernameToken with a digest (UsernameToken Profile 1.0: Base64(SHA-1(nonce + created + password))).
 * @param nonce 16 octets of chance
 * @param created the time by the *device's* clock: it refuses what is older than some minutes
 */
export function usernameToken(account: Account, nonce: Uint8Array, created: Date): string {
  const time = created.toISOString();
  const digest = createHash("sha1").update(nonce).update(time).update(account.password, "utf8").digest("base64");
  return (
    `<Security xmlns="${WSSE}"><UsernameToken><Username>${escaped(account.name)}</Username>` +
    `<Password Type="${DIGEST}">${digest}</Password>` +
    `<Nonce EncodingType="${BASE64}">${Buffer.from(nonce).toString("base64")}</Nonce>` +
    `<Created xmlns="${WSU}">${time}</Created></UsernameToken></Security>`
  );
}
