import { crc32, createInflate } from "node:zlib";
import { PLAN_LIMITS, PlanError } from "./plan-limits.ts";

/** ISO/IEC 15948 (PNG), 5.2: the signature. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 5.3: length, type and checksum around the data of a chunk. */
const AROUND = { length: 4, type: 4, crc: 4 };
/** 11.2.2: octets of IHDR, and where its fields are. */
const IHDR = { length: 13, bitDepth: 8, colourType: 9, interlace: 12 };
/** 11.2.2, table 11.1: samples of a pixel by colour type, and the bit depths that go with it. */
const COLOUR: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
/** 8.2: the seven passes of Adam7: first column and row, and the steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Looks a PNG through to its last octet: every chunk whole and with its checksum, and as many pixels packed as its header says, so that it
 * neither is cut short nor unpacks to more. Sides are already within {@link PLAN_LIMITS}.
 * @throws PlanError
 */
export async function checkPng(image: Buffer, file: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new PlanError(`${file}: the PNG ${why}`, "save it again");
  };
  const packed: Buffer[] = [];
  let header: Buffer | undefined;
  let hasEnd = false;
  let at = PNG_SIGNATURE.length;
  while (at < image.length && !hasEnd) {
    if (at + AROUND.length + AROUND.type + AROUND.crc > image.length) refuse("is cut short");
    const length = image.readUInt32BE(at);
    const [typeAt, dataAt] = [at + AROUND.length, at + AROUND.length + AROUND.type];
    const crcAt = dataAt + length;
    if (crcAt + AROUND.crc > image.length) refuse("is cut short");
    if (crc32(image.subarray(typeAt, crcAt)) !== image.readUInt32BE(crcAt)) refuse("is damaged: a checksum is wrong");
    const [type, data] = [image.toString("latin1", typeAt, dataAt), image.subarray(dataAt, crcAt)];
    if (header === undefined && (type !== "IHDR" || length !== IHDR.length)) refuse("has no header");
    header ??= data;
    if (type === "IDAT") packed.push(data);
    hasEnd = type === "IEND";
    at = crcAt + AROUND.crc;
  }
  if (header === undefined || !hasEnd) return refuse("is cut short");
  if (at !== image.length) refuse("has something behind its end");
  const wanted = unpackedBytes(header) ?? refuse("has a header that no PNG has");
  if ((await inflatedBytes(packed, wanted)) !== wanted) refuse("holds other than the pixels that its header says");
}

/** 7.2: octets of all rows, each with the octet of its filter. */
function unpackedBytes(header: Buffer): number | undefined {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, interlace] = [header.readUInt8(IHDR.bitDepth), header.readUInt8(IHDR.interlace)];
  const colour = COLOUR[header.readUInt8(IHDR.colourType)];
  if (colour === undefined || !colour.depths.includes(depth) || interlace > 1) return undefined;
  const bytesOf = (columns: number, rows: number): number =>
    columns <= 0 || rows <= 0 ? 0 : rows * (1 + Math.ceil((columns * colour.samples * depth) / 8));
  if (interlace === 0) return bytesOf(width, height);
  return ADAM7.reduce(
    (sum, [x, y, dx, dy]) => sum + bytesOf(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  );
}

/** How much is packed; it stops as soon as that is more than it should be, and answers -1 for what cannot be unpacked. */
async function inflatedBytes(packed: readonly Buffer[], wanted: number): Promise<number> {
  const inflate = createInflate();
  let bytes = 0;
  const done = (async () => {
    for await (const piece of inflate) {
      bytes += (piece as Buffer).length;
      if (bytes > wanted) break;
    }
  })();
  for (const piece of packed) inflate.write(piece);
  inflate.end();
  try {
    await done;
    return bytes;
  } catch {
    return -1;
  }
}

/** Whether the sides are what a browser can hold. @throws PlanError */
export function checkPixels(width: number, height: number, file: string): void {
  if (width > PLAN_LIMITS.side || height > PLAN_LIMITS.side || width * height > PLAN_LIMITS.pixels)
    throw new PlanError(
      `${file}: it has ${width} × ${height} pixels; a side may have ${PLAN_LIMITS.side}, and both together ${PLAN_LIMITS.pixels / 1e6} million`,
      "make it smaller: 4000 pixels show a hall to the centimetre",
    );
}
