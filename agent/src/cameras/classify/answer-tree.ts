import { child, walk, type XmlElement } from "../interrogate/xml.ts";

/** JSON deeper or larger than this is no answer of a camera. */
const DEPTH = 64;
const NODES = 50_000;

/** Names that converters give to what is no element of its own. */
const TEXT_KEYS = new Set(["#text", "_value_1"]);
const ATTRIBUTE_KEYS = new Set(["#attr", "_attr_1"]);

interface Draft extends XmlElement {
  attributes: Map<string, string>;
}

/**
 * A JSON answer as a tree of elements, so that one reader serves both. `@x` and `#attr` are attributes, `#text` is text, as the usual
 * converters have it; a list is the same element again and again.
 * @throws Error when it is deeper or larger than an answer can be
 */
export function treeOfJson(value: unknown, name = "json"): XmlElement {
  let nodes = 0;
  const element = (local: string): Draft => {
    if (++nodes > NODES) throw new Error("JSON refused: too many nodes");
    return { local, namespace: undefined, attributes: new Map(), children: [], text: "" };
  };
  const fill = (into: Draft, from: unknown, depth: number): void => {
    if (depth > DEPTH) throw new Error("JSON refused: too deep");
    if (typeof from === "string" || typeof from === "number" || typeof from === "boolean") into.text += String(from);
    if (typeof from !== "object" || from === null) return;
    for (const [key, inner] of Object.entries(from)) {
      if (TEXT_KEYS.has(key)) fill(into, inner, depth + 1);
      else if (ATTRIBUTE_KEYS.has(key)) attributesOf(into, inner);
      else if (key.startsWith("@")) into.attributes.set(localOf(key.slice(1)), wordOf(inner));
      else if (!key.startsWith("#"))
        for (const each of Array.isArray(inner) ? (inner as unknown[]) : [inner]) {
          const below = element(localOf(key));
          fill(below, each, depth + 1);
          into.children.push(below);
        }
    }
  };
  const root = element(name);
  for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) fill(root, each, 0);
  return root;
}

const localOf = (key: string): string => (/^[\w.-]+:[\w.-]+$/.test(key) ? key.slice(key.indexOf(":") + 1) : key);

/** A list is what may be set, as makers write it in an attribute: `["a", "b"]` is `a,b`. */
const wordOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((each: unknown) => (typeof each === "object" ? "" : wordOf(each))).join(",")
    : typeof value === "object" && value !== null
      ? wordOf((value as Record<string, unknown>)["#text"] ?? "")
      : typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : "";

function attributesOf(into: Draft, from: unknown): void {
  if (typeof from !== "object" || from === null) return;
  for (const [key, inner] of Object.entries(from)) into.attributes.set(localOf(key), wordOf(inner));
}

/** A property as attribute or as element: SOAP answers have the one, what was made of them the other. */
export function propertyOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.get(name) ?? child(element, name)?.text.trim();
}

/** All elements of a local name, wherever they stand. */
export function allOf(tree: XmlElement, ...locals: readonly string[]): XmlElement[] {
  const wanted = new Set(locals);
  return [...walk(tree)].filter((element) => wanted.has(element.local));
}

/** Name without its prefix: the prefix of a QName in a value is the device's own. */
export const withoutPrefix = (name: string): string => name.slice(name.lastIndexOf(":") + 1).trim();

/** A truth value that says yes, as XML Schema and makers spell it. */
export const saysYes = (text: string): boolean => /^\s*(?:true|1|yes|on|active)\s*$/i.test(text);

/** A truth value that says no. */
export const saysNo = (text: string): boolean => /^\s*(?:false|flase|0|no|off|inactive)\s*$/i.test(text);
