/** Characters that CSS lets be written as an escape (CSS Syntax 3, 4.3.7), behind which a word hides. */
const ESCAPE = /\\(?:([\da-f]{1,6})\s?|([^\n]))/gi;
/** Functions and rules that load something, by a `url()` or by a bare text. */
const LOADS = /@import|@namespace|\b(?:image-set|cross-fade|src|image|expression|attr)\s*\(/i;
const URLS = /url\s*\(\s*(["']?)([^)]*)/gi;
/** Images and fonts that are in the file itself. Another SVG would have to be looked through too. */
const OWN_DATA = /^data:(?:image\/(?:png|jpeg|gif|webp)|font\/[\w+-]+|application\/(?:x-)?font-[\w-]+);base64,/i;

/** What a reference of an SVG may name: a place of the same file, or an image that stands in it. */
export const isOwnReference = (reference: string): boolean =>
  reference.trim() === "" || reference.trim().startsWith("#") || OWN_DATA.test(reference.trim());

/** The first thing in a style sheet, or in an attribute that holds one, that leads out of the file. */
export function outwardCss(css: string): string | undefined {
  const plain = css
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(ESCAPE, (_, hex: string | undefined, character: string | undefined) =>
      hex === undefined ? (character ?? "") : String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10_ff_ff)),
    );
  const [loads] = LOADS.exec(plain) ?? [];
  if (loads !== undefined) return loads;
  for (const [, , reference = ""] of plain.matchAll(URLS)) if (!isOwnReference(reference)) return `url(${reference}`;
  return undefined;
}
