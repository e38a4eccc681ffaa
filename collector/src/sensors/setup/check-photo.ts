import { ConfigError } from "@probewarden/cli";

/** What a photo of a mounting may be: as the page draws it anew, with room. */
export const PHOTO_LIMITS = { bytes: 384 * 1024, side: 2048 } as const;

/** An image that is none of these. The message says why. */
export class PhotoError extends ConfigError {
  constructor(why: string) {
    super(`the photo: ${why}; the page draws it anew`);
  }
}

/** Markers of a JPEG (ITU-T T.81, table B.1): second octet, the first is 0xFF. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** JFIF, and Adobe's word about colours. All others (EXIF, XMP, IPTC, comments) say where, when and with what. */
const APP0 = 0xe0;
const APP14 = 0xee;
/** ICC profile: canvases of wide screens write one. */
const APP2 = 0xe2;
const ICC = Buffer.from("ICC_PROFILE\0");
/** DHT, DQT, DRI: tables that pixels need. */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd]);
/** SOF0 to SOF2: baseline, extended and progressive. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/**
 * Looks a JPEG through from its first marker to its last: pixels and what they need, and nothing else. A photo as a camera writes it holds the
 * place, the time and the camera, often a small picture of what was cut away; the page draws it anew, and what did not come from there is
 * refused, not mended.
 * @returns its sides in pixels
 * @throws PhotoError
 */
export function checkPhoto(image: Buffer): { width: number; height: number } {
  if (image.length > PHOTO_LIMITS.bytes) throw new PhotoError(`it has more than ${PHOTO_LIMITS.bytes / 1024} KiB`);
  if (image.length < 4 || image.readUInt16BE(0) !== (0xff << 8) + SOI) throw new PhotoError("it is no JPEG");
  let sides: { width: number; height: number } | undefined;
  let hasPixels = false;
  let at = 2;
  while (at + 2 <= image.length) {
    const marker = image[at + 1] ?? 0;
    if (image[at] !== 0xff) throw new PhotoError("the JPEG is damaged");
    if (marker === EOI) {
      if (at + 2 !== image.length) throw new PhotoError("something stands behind its end");
      if (sides === undefined || !hasPixels) throw new PhotoError("it has no pixels");
      return sides;
    }
    const length = at + 4 <= image.length ? image.readUInt16BE(at + 2) : 0;
    const end = at + 2 + length;
    if (length < 2 || end > image.length) throw new PhotoError("it is cut short");
    const data = image.subarray(at + 4, end);
    if (FRAMES.has(marker)) sides = sidesOf(data);
    else if (marker !== SOS && !TABLES.has(marker) && !isHarmless(marker, data))
      throw new PhotoError("it says more than a picture (EXIF and the like)");
    if (marker === SOS) hasPixels = true;
    at = marker === SOS ? behindPixels(image, end) : end;
  }
  throw new PhotoError("it is cut short");
}

const isHarmless = (marker: number, data: Buffer): boolean =>
  (marker === APP0 && data.length === 14 && data.toString("latin1", 0, 5) === "JFIF\0") ||
  (marker === APP14 && data.length === 12) ||
  (marker === APP2 && data.subarray(0, ICC.length).equals(ICC));

/** B.2.2: precision, height, width. */
function sidesOf(data: Buffer): { width: number; height: number } {
  if (data.length < 6) throw new PhotoError("the JPEG is damaged");
  const [height, width] = [data.readUInt16BE(1), data.readUInt16BE(3)];
  if (width === 0 || height === 0 || Math.max(width, height) > PHOTO_LIMITS.side)
    throw new PhotoError(`it is ${width} × ${height}, and ${PHOTO_LIMITS.side} a side are the most`);
  return { width, height };
}

/** B.1.1.5: pixels last until a marker that is neither a stuffed octet nor a restart. */
function behindPixels(image: Buffer, from: number): number {
  for (let at = from; at + 1 < image.length; at += 1) {
    const next = image[at + 1] ?? 0;
    if (image[at] === 0xff && next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return image.length;
}
