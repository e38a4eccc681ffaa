import { isOwnReference, outwardCss } from "./svg-css.ts";
import { PLAN_LIMITS, PlanError } from "./plan-limits.ts";
import { DrawnCount } from "./svg-drawn.ts";
import { readSvgTokens, type SvgTag } from "./svg-tokens.ts";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Namespaces whose elements a browser acts on; those of drawing programs (their own notes, licences) mean nothing to it. */
const ACTIVE_NAMESPACE =
  /^http:\/\/www\.w3\.org\/(1999\/xhtml|1998\/Math\/MathML|1999\/XSL\/Transform|2001\/xml-events)$/;
/** What a plan is drawn with (SVG 2, appendix F). */
const DRAWS = new Set("path rect circle ellipse line polyline polygon text image use".split(" "));
const HOLDS = new Set(
  (
    "svg g defs symbol switch a view tspan tref textPath title desc metadata style linearGradient radialGradient stop pattern " +
    "clipPath mask marker filter feGaussianBlur feOffset feBlend feFlood feComposite feMerge feMergeNode feColorMatrix " +
    "feComponentTransfer feFuncR feFuncG feFuncB feFuncA"
  ).split(" "),
);
/** Attributes that name a resource. */
const NAMES_RESOURCE = /^(?:[\w-]+:)?(?:href|src|base|from|to|values|by|action|formaction|data)$/;
/** Attributes that hold CSS: the style itself, and its properties as attributes of their own (SVG 2, 6.5). */
const HOLDS_CSS = /^(style|fill|stroke|filter|clip-path|mask|cursor|marker(-\w+)?|font(-\w+)?|background(-\w+)?)$/;
/** Encodings that are read here as the browser reads them. */
const READ_ENCODING = /^(utf-?8|us-ascii)$/i;

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Of the root what tells the size, as it stands. */
export interface SvgRoot {
  width: string | undefined;
  height: string | undefined;
  viewBox: string | undefined;
}

/**
 * Looks an SVG through: well-formed, something drawn in it, of a size that a browser draws, nothing that runs, and nothing that leads out
 * of the file. It is refused rather than mended: whoever drew it sees what was in it, and what is shown is what was given.
 * @throws PlanError
 */
export function checkSvg(image: Buffer, file: string): SvgRoot {
  const refuse = (why: string, mend = "save it as plain SVG, for example in Inkscape"): never => {
    throw new PlanError(`${file}: ${why}`, mend);
  };
  const malformed = (why: string): never => refuse(`it is no well-formed XML: ${why}`);
  const text = decodeUtf8(image) ?? refuse("it is not written in UTF-8");
  const count = new DrawnCount();
  let root: SvgRoot | undefined;
  let isDrawn = false;
  let style: string[] | undefined;

  const checkAttribute = (element: string, name: string, value: string): void => {
    const shown = `${name}="${value.slice(0, 60)}" of <${element}>`;
    if (/^on/i.test(localName(name))) refuse(`it runs a script: ${shown}`);
    if (name === "xml:base") refuse(`it leads out of the file: ${shown}`);
    if (name.startsWith("xmlns") && ACTIVE_NAMESPACE.test(value)) refuse(`it holds more than a drawing: ${shown}`);
    if (name.startsWith("xmlns")) return;
    const isLink = localName(element) === "a" && localName(name) === "href";
    if (isLink ? /^\s*(javascript|data|vbscript):/i.test(value.replaceAll(/\s/g, "")) : leadsOut(element, name, value))
      refuse(`it leads out of the file: ${shown}`);
    const outward = HOLDS_CSS.test(name) ? outwardCss(value) : undefined;
    if (outward !== undefined) refuse(`it leads out of the file: ${outward} in ${name} of <${element}>`);
  };
  const open = ({ name, attributes }: SvgTag): void => {
    const local = localName(name);
    const isSvg = local === name || name.startsWith("svg:");
    if (isSvg ? !DRAWS.has(local) && !HOLDS.has(local) : /^(script|foreignObject|animate\w*|set|handler)$/i.test(local))
      refuse(`it holds <${name}>, which no plan needs`);
    if (count.depth === 0) checkRoot(name, attributes);
    for (const [attribute, value] of attributes) checkAttribute(name, attribute, value);
    isDrawn ||= isSvg && DRAWS.has(local);
    const shows = local === "use" ? (attributes.get("href") ?? attributes.get("xlink:href"))?.trim() : undefined;
    count.open(attributes.get("id"), shows?.startsWith("#") === true ? shows.slice(1) : undefined);
    if (count.elements > PLAN_LIMITS.elements)
      refuse(`it has more than ${PLAN_LIMITS.elements} elements`, "simplify it");
    if (count.depth > PLAN_LIMITS.depth) refuse(`its elements lie more than ${PLAN_LIMITS.depth} deep`, "simplify it");
    style = local === "style" ? [] : undefined;
  };
  const checkRoot = (name: string, attributes: ReadonlyMap<string, string>): void => {
    if (root !== undefined) malformed("something stands behind its end");
    const namespace = attributes.get(name.startsWith("svg:") ? "xmlns:svg" : "xmlns");
    if (localName(name) !== "svg" || namespace !== SVG_NAMESPACE)
      refuse(`its root is no <svg xmlns="${SVG_NAMESPACE}">`);
    const [width, height, viewBox] = ["width", "height", "viewBox"].map((attribute) => attributes.get(attribute));
    root = { width, height, viewBox };
  };
  readSvgTokens(text, {
    open,
    close: () => {
      const outward = style === undefined ? undefined : outwardCss(style.join(""));
      if (outward !== undefined) refuse(`it leads out of the file: ${outward} in <style>`);
      style = undefined;
      count.close();
    },
    text: (found) => {
      if (count.depth === 0 && found.trim() !== "") malformed("text stands outside of <svg>");
      style?.push(found);
    },
    declaration: (declaration) => {
      // A name of a document type alone is harmless: no browser fetches it. What it declares itself would be expanded.
      if (!/^!?DOCTYPE\s+svg\b[^[]*$/i.test(declaration)) refuse("its document type declares entities");
    },
    instruction: (instruction) => {
      const encoding = /^\??xml\s[^]*encoding\s*=\s*["']([^"']*)/.exec(instruction)?.[1];
      if (encoding !== undefined && !READ_ENCODING.test(encoding)) refuse(`it is written in ${encoding}, not in UTF-8`);
      if (/^\??xml-stylesheet/i.test(instruction)) refuse("it leads out of the file: <?xml-stylesheet?>");
    },
    malformed,
  });
  if (root === undefined || !isDrawn) return refuse("nothing is drawn in it");
  const drawn = count.drawn();
  if (drawn > PLAN_LIMITS.drawn)
    refuse(
      drawn === Infinity
        ? "it shows itself within itself"
        : `by its <use> it draws more than ${PLAN_LIMITS.drawn} elements`,
      "simplify it",
    );
  return root;
}

/** A picture may stand in the file; anything else that is named must be a place of the file. */
function leadsOut(element: string, name: string, value: string): boolean {
  if (!NAMES_RESOURCE.test(name)) return false;
  if (localName(name) === "href")
    return localName(element) === "image" ? !isOwnReference(value) : !/^\s*(#|$)/.test(value);
  return /^\s*[a-z][a-z\d+.-]*:|^\s*\/\//i.test(value);
}

function decodeUtf8(image: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(image);
  } catch {
    return undefined;
  }
}
