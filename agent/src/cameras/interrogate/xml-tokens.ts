import { QuoteType, Tokenizer } from "htmlparser2";
import { XML_LIMITS, XmlRefused } from "./xml-limits.ts";

/** What a document consists of, in its order. */
export interface XmlTokens {
  /** A start tag; `empty`: it ends the element as well. */
  open(name: string, attributes: readonly (readonly [name: string, value: string])[], empty: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

/** A "<" before anything that no name begins with is a stray "<" that somebody typed, and "--!>" ends a comment in HTML only. */
const STRAY = /<(?=[\s<>="'&\d.-]|$)|(?<=--)!(?=>)/g;
/** Blanks to those who write firmware, and none to XML. Where a name should begin, a NUL is no blank: it makes the name ill-formed. */
const ODD_BLANK = /[^\S \t\n\f\r]|(?<!<)\0/g;
const NO_NAME = /[<="'\s\0]/;
const NAME_LENGTH = 256;
const VISIBLE = /[^\s\0]/g;
/** Length of the "--" before the ">" of a comment. What the library takes for a comment that ends otherwise is none, or never ends. */
const COMMENT_END = 2;

/**
 * Reads a document that its sender may have put together by hand: what is ill-formed and readable all the same is read as it was meant
 * (a bare "&", blank lines or a NUL around the document, no blank between two attributes, control characters, an unknown reference).
 * The library finds the tokens, in a copy of equal length without what it takes otherwise; what they say is cut out of the text itself.
 * Its tokenizer and not its parser, which forgives what is told here as malformed: an end tag that ends nothing, a value without
 * quotes, a "/" inside a tag. `done` says when the document has come to its end.
 * @throws XmlRefused
 */
export function readTokens(text: string, tokens: XmlTokens, done: () => boolean): void {
  let name = "";
  let attributes: [string, string][] = [];
  let attribute = "";
  let value = "";
  /** End of the latest piece of the tag being read. */
  let tagAt = 0;

  const nameIn = (start: number, end: number): string => {
    const found = text.slice(start, end);
    if (found.length > NAME_LENGTH || NO_NAME.test(found)) throw new XmlRefused("malformed");
    tagAt = end;
    return found;
  };
  /** Only blanks stand between the pieces of a tag. */
  const expectNext = (at: number): void => {
    VISIBLE.lastIndex = tagAt;
    if (VISIBLE.exec(text)?.index !== at) throw new XmlRefused("malformed");
  };
  const stopWhenDone = (): void => {
    if (done()) tokenizer.pause();
  };
  const open = (empty: boolean): void => {
    tokens.open(name, attributes, empty);
    attributes = [];
    stopWhenDone();
  };
  const nothing = (): void => {};

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = nameIn(start, end);
      },
      onattribname: (start, end) => {
        expectNext(start);
        if (attributes.length >= XML_LIMITS.attributesPerElement) throw new XmlRefused("too-many-names");
        attribute = nameIn(start, end);
        value = "";
      },
      onattribdata: (start, end) => {
        value += text.slice(start, end);
      },
      onattribentity: (point) => {
        value += String.fromCodePoint(point);
      },
      onattribend: (quote, end) => {
        if (quote === QuoteType.NoValue || quote === QuoteType.Unquoted) throw new XmlRefused("malformed");
        attributes.push([attribute, value]);
        tagAt = end;
      },
      onopentagend: (end) => {
        expectNext(end);
        open(false);
      },
      onselfclosingtag: (end) => {
        expectNext(end - 1);
        open(true);
      },
      onclosetag: (start, end) => {
        tokens.close(nameIn(start, end));
        expectNext(text.indexOf(">", end));
        stopWhenDone();
      },
      ontext: (start, end) => {
        // What the library takes for text: a declaration that never ends, and an end tag without a name.
        if (text.startsWith("<!", start - 2)) throw new XmlRefused("doctype");
        if (text.startsWith("</", start)) throw new XmlRefused("malformed");
        tokens.text(text.slice(start, end));
      },
      ontextentity: (point) => {
        tokens.text(String.fromCodePoint(point));
      },
      oncdata: (start, end, endLength) => {
        tokens.text(text.slice(start, end - endLength));
      },
      oncomment: (_start, _end, endLength) => {
        if (endLength !== COMMENT_END) throw new XmlRefused("malformed");
      },
      // The only other declaration is a document type, wherever it stands: no entity is ever defined, expanded or fetched.
      ondeclaration: () => {
        throw new XmlRefused("doctype");
      },
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(text.replaceAll(STRAY, "_").replaceAll(ODD_BLANK, " "));
  tokenizer.end();
}
