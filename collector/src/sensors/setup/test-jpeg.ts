/** A segment of a JPEG (ITU-T T.81, B.1.1.4): marker, length with itself, data. */
export function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** For tests: the frame of a JPEG as a canvas writes it; `more` stands before its tables. Its pixels are no picture. */
export function makeJpeg({
  width = 64,
  height = 48,
  more = Buffer.alloc(0),
  pixels = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
}: {
  width?: number;
  height?: number;
  more?: Buffer;
  pixels?: Buffer;
}): Buffer {
  const sof = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  sof.writeUInt16BE(height, 1);
  sof.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0", "latin1")),
    more,
    segment(0xdb, Buffer.alloc(65)),
    segment(0xc0, sof),
    segment(0xc4, Buffer.alloc(17)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    pixels,
    Buffer.from([0xff, 0xd9]),
  ]);
}
