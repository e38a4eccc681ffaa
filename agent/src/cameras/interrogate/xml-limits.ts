/**
 * Limits on one document. A real reply of the largest device on record has 165 kB and is far below all of them. None is a time: what is
 * refused must not depend on how busy this machine is.
 */
export const XML_LIMITS = {
  bytes: 512 * 1024,
  depth: 64,
  nodes: 50_000,
  attributesPerElement: 512,
  namespaceDeclarations: 8_192,
} as const;

/** Why a document was not read. `too-slow`: the thread that read it was ended at its deadline. */
export type XmlRefusal =
  | "too-long"
  | "too-deep"
  | "too-many-nodes"
  | "too-many-names"
  | "too-slow"
  | "doctype"
  | "malformed";

/** A document that was not read, and why. */
export class XmlRefused extends Error {
  readonly reason: XmlRefusal;
  constructor(reason: XmlRefusal, options?: ErrorOptions) {
    super(`XML refused: ${reason}`, options);
    this.reason = reason;
  }
}
