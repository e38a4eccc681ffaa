import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { Negotiator } from "@fastify/accept-negotiator";

/** Content codings that an answer is packed in (RFC 9110, 8.4.1; RFC 7932). */
export type Coding = "br" | "gzip";

/** What is asked for most is taken; where several are, the smaller answer. */
const negotiator = new Negotiator<Coding | "identity">({ supportedValues: ["br", "gzip", "identity"] });

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/**
 * For answers that are made anew all the time: a list of 100 suspects becomes a tenth in about a millisecond of a thread beside the loop. The
 * highest levels take thirty times as long for a quarter of the rest. A window as long as what is packed: the usual one costs 4 MB for each call.
 */
const GZIP_LEVEL = 5;
const BROTLI_QUALITY = 4;
const BROTLI_WINDOW_BITS = 18;

/** The coding in which whoever sent this `Accept-Encoding` wants the answer; undefined: as it is. */
export function codingFor(acceptEncoding: string | string[] | undefined): Coding | undefined {
  if (acceptEncoding === undefined) return undefined;
  const wanted = negotiator.negotiate(String(acceptEncoding));
  return wanted === null || wanted === "identity" ? undefined : wanted;
}

/** Packs an answer, beside the event loop. */
export const pack = (content: string | Buffer, coding: Coding): Promise<Buffer> =>
  coding === "gzip"
    ? gzipped(content, { level: GZIP_LEVEL })
    : brotlied(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
        },
      });

/** The tag of an answer in a coding: other octets, so another strong tag (RFC 9110, 8.8.3.3). */
export const packedTag = (etag: string, coding: Coding): string => etag.replace(/"$/, `-${coding}"`);

/** The tag without its coding: what is changed is the record behind, in whatever coding it was read. */
export const unpackedTag = (opaque: string): string => opaque.replace(/-(?:br|gzip)$/, "");
