import { QuoteType, Tokenizer } from "htmlparser2";

/** A start tag, as it stands. */
export interface SvgTag {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

/** What an SVG consists of, in its order. Each may throw to refuse it. */
export interface SvgTokens {
  open(tag: SvgTag): void;
  close(): void;
  text(text: string): void;
  /** What stands between `<!` or `<?` and `>`. */
  declaration(text: string): void;
  instruction(text: string): void;
  malformed(why: string): never;
}

/** A reference that XML knows without a document type: its five names, and a number. */
const REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i;
const NAME = /^[\p{L}_][\p{L}\p{N}._:-]*$/u;

/**
 * Reads the document as strictly as a browser does: what is well-formed here is so there. The tokens are htmlparser2's; that every
 * element ends where it should, and every attribute stands once and in quotes, is looked at here, for its parser forgives both.
 */
export function readSvgTokens(text: string, tokens: SvgTokens): void {
  const path: string[] = [];
  let name = "";
  let attributes = new Map<string, string>();
  let attribute = "";
  let value = "";
  const nameIn = (start: number, end: number): string => {
    const found = text.slice(start, end);
    return NAME.test(found) ? found : tokens.malformed(`${JSON.stringify(found.slice(0, 40))} is no name`);
  };
  const open = (isEmpty: boolean): void => {
    tokens.open({ name, attributes });
    if (isEmpty) tokens.close();
    else path.push(name);
  };
  const nothing = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = nameIn(start, end);
        attributes = new Map();
      },
      onattribname: (start, end) => {
        attribute = nameIn(start, end);
        value = "";
      },
      onattribdata: (start, end) => {
        value += text.slice(start, end);
      },
      onattribentity: (point) => {
        value += String.fromCodePoint(point);
      },
      onattribend: (quote) => {
        if (quote === QuoteType.NoValue || quote === QuoteType.Unquoted)
          tokens.malformed(`the value of ${attribute} stands without quotes`);
        if (attributes.has(attribute)) tokens.malformed(`${attribute} stands twice in one element`);
        attributes.set(attribute, value);
      },
      onopentagend: () => open(false),
      onselfclosingtag: () => open(true),
      onclosetag: (start, end) => {
        const [found, last] = [nameIn(start, end), path.pop()];
        if (found !== last)
          tokens.malformed(last === undefined ? `</${found}> ends nothing` : `<${last}> is ended by </${found}>`);
        tokens.close();
      },
      ontext: (start, end) => {
        const found = text.slice(start, end);
        if (found.includes("<")) tokens.malformed('a "<" begins no tag');
        tokens.text(found);
      },
      ontextentity: (point) => tokens.text(String.fromCodePoint(point)),
      oncdata: (start, end, endLength) => tokens.text(text.slice(start, end - endLength)),
      oncomment: nothing,
      ondeclaration: (start, end) => tokens.declaration(text.slice(start, end)),
      onprocessinginstruction: (start, end) => tokens.instruction(text.slice(start, end)),
      onend: nothing,
    },
  );
  // What follows the last tag's end and never ends itself is told by nobody.
  if (text.lastIndexOf("<") > text.lastIndexOf(">")) tokens.malformed("a tag does not end");
  tokenizer.write(text);
  tokenizer.end();
  if (REFERENCE.test(text.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, "")))
    tokens.malformed('an "&" names nothing that XML knows');
  const left = path.at(-1);
  if (left !== undefined) tokens.malformed(`<${left}> does not end`);
}
