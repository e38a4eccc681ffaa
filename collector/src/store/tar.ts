import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";

/** POSIX ustar (IEEE Std 1003.1, pax, "ustar Interchange Format"): blocks of 512 octets. */
const BLOCK = 512;
const CHUNK = 1024 * 1024;

/** One file that goes in, under this name. */
export interface TarEntry {
  name: string;
  file: string;
}

/** A tar archive of the entries, streamed. */
export function tarOf(entries: readonly TarEntry[]): Readable {
  return Readable.from(blocks(entries));
}

async function* blocks(entries: readonly TarEntry[]): AsyncGenerator<Buffer> {
  for (const { name, file } of entries) {
    const { size, mtimeMs } = await stat(file);
    yield header(name, size, Math.floor(mtimeMs / 1000));
    if (size > 0) for await (const chunk of createReadStream(file, { end: size - 1 })) yield chunk as Buffer;
    yield Buffer.alloc(padding(size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header(name: string, size: number, mtime: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  block.write(name, 0, 100);
  block.write(octal(0o600, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(mtime, 11), 136);
  // The sum counts its own field as spaces.
  block.write(" ".repeat(8), 148);
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  let sum = 0;
  for (const octet of block) sum += octet;
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

/** Reads an archive made by {@link tarOf}; each content must be read before the next entry. @throws RangeError when it is none */
export async function* readTar(file: string): AsyncGenerator<{ name: string; content: AsyncIterable<Buffer> }> {
  const handle = await open(file, "r");
  try {
    for (let position = 0; ;) {
      const block = await readExactly(handle, position, BLOCK);
      if (block.every((octet) => octet === 0)) return;
      if (block.toString("latin1", 257, 262) !== "ustar")
        throw new RangeError(`${file}: it is no backup, or it is damaged`);
      const name = block.toString("utf8", 0, 100).replace(/\0.*$/s, "");
      const size = Number.parseInt(block.toString("latin1", 124, 135), 8);
      const start = position + BLOCK;
      yield { name, content: read(handle, start, size) };
      position = start + size + padding(size);
    }
  } finally {
    await handle.close();
  }
}

async function* read(handle: FileHandle, start: number, size: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; done += CHUNK)
    yield await readExactly(handle, start + done, Math.min(CHUNK, size - done));
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead < length) throw new RangeError("the backup is cut short");
  return buffer;
}
