import { decodeText } from "./charset.ts";
import { XML_LIMITS, XmlRefused } from "./xml-limits.ts";
import { readTokens } from "./xml-tokens.ts";

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

/** A document, its charset, and how many names used a prefix that was never declared (some firmware does that; it is readable all the same). */
export interface XmlDocument {
  root: XmlElement;
  charset: string;
  undeclaredPrefixes: number;
}

/** What may not stand around a document; blanks, control characters, NUL and a second byte order mark do. */
const VISIBLE = /[^\s\p{C}\uFFFD]/u;
const NONE: Map<string, string> = new Map();

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
 * Reads a hostile document into a tree. What follows the end of its first element is not looked at.
 * @param contentType the header it came with, for its charset
 * @throws XmlRefused with the reason
 */
export function parseXml(octets: Uint8Array, contentType?: string): XmlDocument {
  if (octets.length > XML_LIMITS.bytes) throw new XmlRefused("too-long");
  const { text, charset } = decodeText(octets, contentType);

  const open: { element: XmlElement; scope: Scope | undefined; name: string; parts: string[] }[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;
  let declarations = 0;
  let undeclaredPrefixes = 0;

  const close = (): void => {
    const top = open.pop();
    if (top) top.element.text = top.parts.join("");
  };
  readTokens(
    text,
    {
      open: (name, attributes, empty) => {
        if (open.length >= XML_LIMITS.depth) throw new XmlRefused("too-deep");
        if (++nodes > XML_LIMITS.nodes) throw new XmlRefused("too-many-nodes");
        const parent = open.at(-1);
        const plain = attributes.length === 0 ? NONE : new Map<string, string>();
        const own = new Map<string, string>();
        for (const [attribute, value] of attributes) {
          if (attribute === "xmlns") own.set("", value);
          else if (attribute.startsWith("xmlns:")) own.set(attribute.slice(6), value);
          else plain.set(attribute.slice(attribute.indexOf(":") + 1), value);
        }
        declarations += own.size;
        if (declarations > XML_LIMITS.namespaceDeclarations) throw new XmlRefused("too-many-names");
        const scope = own.size > 0 ? { bindings: own, parent: parent?.scope } : parent?.scope;
        const colon = name.indexOf(":");
        const prefix = colon < 0 ? "" : name.slice(0, colon);
        const namespace = lookUp(scope, prefix);
        if (prefix !== "" && namespace === undefined) undeclaredPrefixes++;
        const element = { local: name.slice(colon + 1), namespace, attributes: plain, children: [], text: "" };
        if (parent) parent.element.children.push(element);
        else root = element;
        open.push({ element, scope, name, parts: [] });
        if (empty) close();
      },
      close: (name) => {
        if (open.at(-1)?.name !== name) throw new XmlRefused("malformed");
        close();
      },
      text: (part) => {
        const top = open.at(-1);
        if (top) top.parts.push(part);
        else if (VISIBLE.test(part)) throw new XmlRefused("malformed");
      },
    },
    () => root !== undefined && open.length === 0,
  );
  if (root === undefined || open.length > 0) throw new XmlRefused("malformed");
  return { root, charset, undeclaredPrefixes };
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
