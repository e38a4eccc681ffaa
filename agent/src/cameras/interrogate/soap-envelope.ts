import { child, walk, type XmlElement } from "./xml.ts";

/** SOAP 1.2 and, because cheap firmware answers with it, SOAP 1.1. */
const ENVELOPES = new Set(["http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"]);

/** What a SOAP body holds. */
export type EnvelopeBody =
  | { kind: "answer"; element: XmlElement }
  | { kind: "fault"; fault: "refused" | "locked" | "fault" };

/** Reads a SOAP envelope; undefined when the document is none. An undeclared prefix is let pass: some firmware sends nothing else. */
export function readEnvelope(root: XmlElement): EnvelopeBody | undefined {
  if (root.local !== "Envelope" || (root.namespace !== undefined && !ENVELOPES.has(root.namespace))) return undefined;
  const element = child(root, "Body")?.children[0];
  if (element === undefined) return undefined;
  if (element.local !== "Fault") return { kind: "answer", element };
  const text = [...walk(element)].map((each) => each.text).join(" ");
  // ter:NotAuthorized, or wsse:FailedAuthentication, is how a device refuses when it does so with HTTP 400.
  if (/\block(ed)?\b/i.test(text)) return { kind: "fault", fault: "locked" };
  if (/NotAuthorized|FailedAuthentication|InvalidSecurity/.test(text)) return { kind: "fault", fault: "refused" };
  return { kind: "fault", fault: "fault" };
}

const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";

/** A SOAP 1.2 request around a body made of constants. There is no header element, so no username token can travel. */
export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP12}"><s:Body>${body}</s:Body></s:Envelope>`;
}
