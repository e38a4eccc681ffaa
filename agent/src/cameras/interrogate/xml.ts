import { SaxesParser } from "saxes";

/** One element. Text is a string as it stood: nothing is turned into a number, a truth value or a date. */
export interface XmlElement {
  /** Name without its prefix. */
  local: string;
  /** Namespace name; undefined when there is none or the prefix was never declared. */
  namespace: string | undefined;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  text: string;
}

/** Limits on one document. A real reply of the largest device on record has 33 kB and is far below all of them. */
export const XML_LIMITS = {
  bytes: 512 * 1024,
  depth: 64,
  nodes: 50_000,
  attributesPerElement: 512,
  namespaceDeclarations: 8_192,
  milliseconds: 250,
} as const;

/** Why a document was not read. */
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

/** A document, and how many names used a prefix that was never declared (some firmware does that; it is readable all the same). */
export interface XmlDocument {
  root: XmlElement;
  undeclaredPrefixes: number;
}

interface Scope {
  bindings: Map<string, string>;
  parent: Scope | undefined;
}

function lookUp(scope: Scope | undefined, prefix: string): string | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const uri = at.bindings.get(prefix);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

/**
 * Reads a hostile document into a tree.
 *
 * Namespaces are resolved here and not by the parser: it would throw at an undeclared prefix, and checks each declaration
 * against all others. A document type is refused wherever it stands, so no entity is ever defined, expanded or fetched.
 * @throws XmlRefused with the reason
 */
export function parseXml(octets: Uint8Array, now: () => number = () => performance.now()): XmlDocument {
  if (octets.length > XML_LIMITS.bytes) throw new XmlRefused("too-long");
  const text = new TextDecoder("utf-8").decode(octets);
  if (/<!DOCTYPE/i.test(text.slice(0, 4096))) throw new XmlRefused("doctype");

  const parser = new SaxesParser();
  const open: { element: XmlElement; scope: Scope | undefined; name: string }[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;
  let declarations = 0;
  let attributes = 0;
  let undeclaredPrefixes = 0;

  parser.on("error", (cause) => {
    throw new XmlRefused("malformed", { cause });
  });
  parser.on("doctype", () => {
    throw new XmlRefused("doctype");
  });
  parser.on("opentagstart", () => {
    attributes = 0;
    if (open.length >= XML_LIMITS.depth) throw new XmlRefused("too-deep");
    if (++nodes > XML_LIMITS.nodes) throw new XmlRefused("too-many-nodes");
  });
  parser.on("attribute", ({ name }) => {
    if (++attributes > XML_LIMITS.attributesPerElement) throw new XmlRefused("too-many-names");
    if (name.startsWith("xmlns") && ++declarations > XML_LIMITS.namespaceDeclarations)
      throw new XmlRefused("too-many-names");
  });
  parser.on("opentag", (tag) => {
    const parent = open.at(-1);
    let scope = parent?.scope;
    const plain = new Map<string, string>();
    const own = new Map<string, string>();
    for (const [name, value] of Object.entries(tag.attributes)) {
      if (name === "xmlns") own.set("", value);
      else if (name.startsWith("xmlns:")) own.set(name.slice(6), value);
      else plain.set(name.slice(name.indexOf(":") + 1), value);
    }
    if (own.size > 0) scope = { bindings: own, parent: scope };
    const colon = tag.name.indexOf(":");
    const prefix = colon < 0 ? "" : tag.name.slice(0, colon);
    const namespace = lookUp(scope, prefix);
    if (prefix !== "" && namespace === undefined) undeclaredPrefixes++;
    const element = { local: tag.name.slice(colon + 1), namespace, attributes: plain, children: [], text: "" };
    if (parent) parent.element.children.push(element);
    else root = element;
    open.push({ element, scope, name: tag.name });
  });
  const addText = (part: string): void => {
    const top = open.at(-1);
    if (top) top.element.text += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    open.pop();
  });

  const startedAt = now();
  const CHUNK = 16 * 1024;
  for (let at = 0; at < text.length; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
    if (now() - startedAt > XML_LIMITS.milliseconds) throw new XmlRefused("too-slow");
  }
  parser.close();
  if (root === undefined) throw new XmlRefused("malformed");
  return { root, undeclaredPrefixes };
}

/** First child of that local name. */
export function child(element: XmlElement | undefined, local: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.local === local);
}

/** All children of that local name. */
export function childrenOf(element: XmlElement | undefined, local: string): XmlElement[] {
  return element?.children.filter((candidate) => candidate.local === local) ?? [];
}

/** Each element below, and the element itself, in document order. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const next of element.children) yield* walk(next);
}
