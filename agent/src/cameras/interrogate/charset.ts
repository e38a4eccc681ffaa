/** How the octets of a document became text. `replaced`: octets that no charset explains stand as U+FFFD. */
export interface DecodedText {
  text: string;
  charset: string;
  replaced: boolean;
}

/** GB18030 holds GBK, and GBK holds GB2312: the widest reads them all, and the names of the narrower ones are used loosely. */
const GB_NAMES = new Set([
  "gb2312",
  "gbk",
  "gb18030",
  "gb_2312",
  "gb_2312-80",
  "x-gbk",
  "cp936",
  "ms936",
  "936",
  "euc-cn",
]);

/** A declaration stands at the very beginning; further on the word belongs to the content. */
const DECLARATION_OCTETS = 512;

/**
 * Reads octets as text, by what they are: a byte order mark or the zeros of UTF-16, then the charset of the XML declaration, then that of the
 * Content-Type, then UTF-8. The declaration goes before the header (RFC 7303 has it the other way round) because the header comes from
 * the web server and is the same for every page, while the declaration was written with the text. A charset is believed only when all octets
 * are possible in it.
 */
export function decodeText(octets: Uint8Array, contentType = ""): DecodedText {
  const wide = utf16Kind(octets);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(octets), charset: wide, replaced: false };
  const declared = [declaredIn(octets), charsetOf(contentType)].flatMap((name) => (name === undefined ? [] : [name]));
  for (const name of [...declared, "utf-8"]) {
    // A document whose declaration could be read octet by octet is in no charset of two octets.
    if (name.startsWith("utf-16") || name.startsWith("ucs-2")) continue;
    const text = decodeWhole(octets, name);
    if (text !== undefined) return { text, charset: name, replaced: false };
  }
  const text = new TextDecoder("utf-8").decode(octets);
  // Much Chinese firmware writes GB 2312 or GBK and declares UTF-8, or nothing.
  const chinese = mayBeChinese(octets, text) ? decodeWhole(octets, "gb18030") : undefined;
  if (chinese !== undefined) return { text: chinese, charset: "gb18030", replaced: false };
  return { text, charset: "utf-8", replaced: true };
}

/** Text of octets that came without any word on their charset, such as those of a percent-encoded name; undefined when they are no text. */
export function decodeNameless(octets: Uint8Array): string | undefined {
  return decodeWhole(octets, "utf-8") ?? decodeWhole(octets, "gb18030");
}

function decodeWhole(octets: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(GB_NAMES.has(label) ? "gb18030" : label, { fatal: true }).decode(octets);
  } catch {
    // An octet that this charset does not have (TypeError), or a charset that nobody knows (RangeError): the next one is tried.
    return undefined;
  }
}

/** UTF-16 by its byte order mark, or by its zeros where every second octet of the first characters of XML is one. */
function utf16Kind(octets: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [a = 1, b = 1, c = 1, d = 1] = octets;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (octets.length < 4) return undefined;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return undefined;
}

function declaredIn(octets: Uint8Array): string | undefined {
  const head = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, DECLARATION_OCTETS)).toString(
    "latin1",
  );
  const declaration = /<\?xml\s[^<>]*?\?>/.exec(head)?.[0];
  return declaration === undefined
    ? undefined
    : /\bencoding\s*=\s*["']?([\w.:-]{1,40})/i.exec(declaration)?.[1]?.toLowerCase();
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType.slice(0, DECLARATION_OCTETS))?.[1]?.toLowerCase();
}

/** Two octets beyond ASCII next to each other: in Latin-1 that is rare, and in Chinese no name does without. */
const CHINESE_PAIR = /[\x80-\xff]{2}/;

/**
 * Whether octets that are no UTF-8 may be Chinese in a charset of its own: they hold pairs, and of what they would be in UTF-8 not even half
 * makes sense. Where most of it does, it is UTF-8 that was damaged.
 * @param text the octets as UTF-8, with U+FFFD where they are none
 */
function mayBeChinese(octets: Uint8Array, text: string): boolean {
  const replaced = text.split("\uFFFD").length - 1;
  const read = text.match(/[^\0-\x7f\uFFFD]/gu)?.length ?? 0;
  return read <= replaced && CHINESE_PAIR.test(Buffer.from(octets).toString("latin1"));
}
