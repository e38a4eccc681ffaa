import { XML_LIMITS, XmlRefused } from "./xml-limits.ts";

/** What a document consists of, in its order. */
export interface XmlTokens {
  /** A start tag; `empty`: it ends the element as well. */
  open(name: string, attributes: readonly (readonly [name: string, value: string])[], empty: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi;

/** A name may begin with anything but these; what begins otherwise is a stray "<" that somebody typed. */
const NOT_A_NAME = /[\s<>/="'&\d.!?-]/;
const NAME_END = /[\s<>/="']/g;
const NAME_LENGTH = 256;
const BLANK = /[^\s\0]/g;

/**
 * Reads a document that its sender may have put together by hand: what is ill-formed and readable all the same is read as it was meant
 * (a bare "&", blank lines or a NUL around the document, no blank between two attributes, control characters, an unknown reference).
 * Each octet is looked at a fixed number of times, whatever stands in it; `done` says when the document has come to its end.
 * @throws XmlRefused
 */
export function readTokens(text: string, tokens: XmlTokens, done: () => boolean): void {
  let at = 0;
  while (at < text.length && !done()) {
    const next = text.indexOf("<", at);
    if (next < 0) break;
    if (next > at) tokens.text(resolve(text.slice(at, next)));
    if (text.startsWith("<!--", next)) at = past(text, "-->", next + 4);
    else if (text.startsWith("<![CDATA[", next)) {
      at = past(text, "]]>", next + 9);
      tokens.text(text.slice(next + 9, at - 3));
    } else if (text.startsWith("<?", next)) at = past(text, "?>", next + 2);
    // The only other declaration is a document type, wherever it stands: no entity is ever defined, expanded or fetched.
    else if (text.startsWith("<!", next)) throw new XmlRefused("doctype");
    else if (text.startsWith("</", next)) {
      at = past(text, ">", next + 2);
      tokens.close(text.slice(next + 2, at - 1).trim());
    } else if (next + 1 < text.length && !NOT_A_NAME.test(text[next + 1] ?? ""))
      at = readStartTag(text, next + 1, tokens);
    else {
      tokens.text("<");
      at = next + 1;
    }
  }
}

function past(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at < 0) throw new XmlRefused("malformed");
  return at + end.length;
}

const skip = (text: string, pattern: RegExp, from: number): number => {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
};

function readStartTag(text: string, from: number, tokens: XmlTokens): number {
  let at = skip(text, NAME_END, from);
  if (at - from > NAME_LENGTH) throw new XmlRefused("malformed");
  const name = text.slice(from, at);
  const attributes: [string, string][] = [];
  for (;;) {
    at = skip(text, BLANK, at);
    if (text[at] === ">") {
      tokens.open(name, attributes, false);
      return at + 1;
    }
    if (text.startsWith("/>", at)) {
      tokens.open(name, attributes, true);
      return at + 2;
    }
    const nameEnd = skip(text, NAME_END, at);
    const equals = skip(text, BLANK, nameEnd);
    const quoteAt = skip(text, BLANK, equals + 1);
    const quote = text[quoteAt];
    if (nameEnd === at || nameEnd - at > NAME_LENGTH || text[equals] !== "=" || (quote !== '"' && quote !== "'"))
      throw new XmlRefused("malformed");
    const end = text.indexOf(quote, quoteAt + 1);
    if (end < 0) throw new XmlRefused("malformed");
    if (attributes.length >= XML_LIMITS.attributesPerElement) throw new XmlRefused("too-many-names");
    attributes.push([text.slice(at, nameEnd), resolve(text.slice(quoteAt + 1, end))]);
    at = end + 1;
  }
}

/** Text with its references put in. What is no reference stays as it stood: a bare "&" is an "&" that somebody typed. */
function resolve(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    return point <= 0x10_ffff ? String.fromCodePoint(point) : "\uFFFD";
  });
}
