/** Octets of the boundary (RFC 2046 5.1.1) and of the headers of a part; parts that are looked through. */
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
const START = /;\s*start=(?:"([^"]{1,256})"|([^\s;"]{1,256}))/i;
const HEADER_OCTETS = 4_096;
const PARTS = 16;

/** A document and the media type that it came with. */
export interface Part {
  raw: Buffer;
  contentType: string;
}

/**
 * The document of an answer that has several parts, as SOAP with attachments has (MTOM; RFC 2387): the part that `start` names, else the first.
 * The others may be pictures and are not kept. What has one part, or cannot be taken apart, is returned as it is.
 */
export function rootPart(whole: Part): Part {
  const { raw, contentType } = whole;
  if (!/^\s*multipart\//i.test(contentType)) return whole;
  const boundary = group(BOUNDARY, contentType);
  if (boundary === undefined) return whole;
  const wanted = group(START, contentType);
  const delimiter = `--${boundary}`;
  let first: Part | undefined;
  let at = raw.indexOf(delimiter);
  for (let parts = 0; at >= 0 && parts < PARTS; parts++) {
    const end = raw.indexOf(`\n${delimiter}`, at + delimiter.length);
    const part = readPart(raw.subarray(at + delimiter.length, end < 0 ? raw.length : end));
    first ??= part;
    if (part !== undefined && (wanted === undefined || part.id === wanted)) return part;
    at = end < 0 ? -1 : end + 1;
  }
  return first ?? whole;
}

const group = (pattern: RegExp, text: string): string | undefined => {
  const found = pattern.exec(text.slice(0, 1_024));
  return found?.[1] ?? found?.[2];
};

/** Headers, a blank line, the document; some servers write LF alone. */
function readPart(octets: Buffer): (Part & { id: string | undefined }) | undefined {
  const head = octets.subarray(0, HEADER_OCTETS).toString("latin1");
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) return undefined;
  const headers = head.slice(0, blank.index);
  const header = (name: string): string | undefined =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(headers)?.[1]?.trim();
  const body = octets.subarray(blank.index + blank[0].length);
  return {
    raw: body.at(-1) === 0x0d ? body.subarray(0, -1) : body,
    contentType: header("content-type") ?? "",
    id: header("content-id"),
  };
}
