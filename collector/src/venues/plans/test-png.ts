import { crc32, deflateSync } from "node:zlib";
import { PNG_SIGNATURE } from "./check-png.ts";

/** For tests: a chunk with its length and checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

/** For tests: a grey PNG of eight bits; `rows` or `idat` make it another than its header says. */
export function makePng(
  width: number,
  height: number,
  { rows = height, interlaced = false, idat }: { rows?: number; interlaced?: boolean; idat?: Buffer } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(interlaced ? 1 : 0, 12);
  const passes = interlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]];
  const lines = passes.flatMap(([x = 0, y = 0, dx = 1, dy = 1]) => {
    const columns = Math.ceil((width - x) / dx);
    return columns <= 0 ? [] : Array.from({ length: Math.ceil((rows - y) / dy) }, () => Buffer.alloc(1 + columns));
  });
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk("IHDR", header),
    idat ?? pngChunk("IDAT", deflateSync(Buffer.concat(lines))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}
