import { child, walk, type XmlElement } from "./xml.ts";

/** SOAP 1.2 and, because cheap firmware answers with it, SOAP 1.1. */
const ENVELOPES = new Set(["http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"]);

const ONVIF = "http://www.onvif.org/";

/** What a SOAP body holds. `onvif`: its words are those of ONVIF, so whoever sent it is an ONVIF device and no other web service. */
export type EnvelopeBody =
  | { kind: "answer"; element: XmlElement; onvif: boolean }
  | { kind: "fault"; text: string; onvif: boolean };

/** Reads a SOAP envelope; undefined when the document is none. An undeclared prefix is let pass: some firmware sends nothing else. */
export function readEnvelope(root: XmlElement): EnvelopeBody | undefined {
  if (root.local !== "Envelope" || (root.namespace !== undefined && !ENVELOPES.has(root.namespace))) return undefined;
  const element = child(root, "Body")?.children[0];
  if (element === undefined) return undefined;
  if (element.local !== "Fault") return { kind: "answer", element, onvif: isOnvifAnswer(element) };
  const text = [...walk(element)]
    .map((each) => each.text.trim())
    .join(" ")
    .slice(0, 4096);
  // ONVIF Core 5.11.2.2: every fault of an ONVIF device has a subcode of the namespace "ter"; printers and routers have faults of their own.
  const onvif = /(^|\s)ter:[A-Z]|(^|[\s:])(Sender)?NotAuthorized\b/.test(text);
  return { kind: "fault", text, onvif };
}

/** Whether a fault refuses who asked: ter:NotAuthorized, or a fault of WS-Security, is how a device does it with HTTP 400. */
export const saysRefused = (text: string): boolean => /NotAuthorized|FailedAuthentication|InvalidSecurity/.test(text);

/**
 * The text of an answer that holds a SOAP fault, as it stands there, tags and all; undefined when it holds none. For who must know at once
 * whether a login was refused, before the answer is read as XML.
 */
export const faultIn = (text: string): string | undefined => (/<(?:[\w.-]+:)?Fault[\s>]/.test(text) ? text : undefined);

const isOnvifAnswer = ({ local, namespace }: XmlElement): boolean =>
  namespace === undefined ? /^Get[A-Z]\w+Response$/.test(local) : namespace.startsWith(ONVIF);

/** An account that is locked, as devices put it. Part of a longer word ("unlocked", "LockState") and "not locked" say something else. */
const ACCOUNT_LOCKED =
  /\b(?:account|user(?:name)?|login)\b[^.<>]{0,40}\block(?:ed)?\b|\block(?:ed)?\b[^.<>]{0,20}\b(?:account|user|login)\b|<lockStatus>\s*lock(?:ed)?\s*<|(?:账号|账户|帐号|帐户|用户|登录)[^。<>]{0,10}锁定/iu;

/** Whether a refusal says that an account is locked. Only asked of refusals: a door has a lock too. */
export function saysAccountLocked(text: string): boolean {
  const start = text.slice(0, 4096);
  return ACCOUNT_LOCKED.test(start) && !/\bnot\s+(?:been\s+)?locked\b|未锁定|没有锁定/iu.test(start);
}

const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";

/** A SOAP 1.2 request around a body made of constants. There is no header element, so no username token can travel. */
export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP12}"><s:Body>${body}</s:Body></s:Envelope>`;
}
