import { expect, test } from "vitest";
import { checkPhoto, PHOTO_LIMITS } from "./check-photo.ts";
import { makeJpeg, segment } from "./test-jpeg.ts";

const refusalOf = (image: Buffer): string => {
  try {
    checkPhoto(image);
    return "taken";
  } catch (error) {
    return (error as Error).message;
  }
};

test("a JPEG of pixels alone is taken, and its sides are read", () => {
  expect(checkPhoto(makeJpeg({ width: 640, height: 480 }))).toEqual({ width: 640, height: 480 });
});

test.each([
  ["EXIF, which says where and when", segment(0xe1, Buffer.from("Exif\0\0MM\0*"))],
  ["XMP", segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x/>"))],
  ["IPTC", segment(0xed, Buffer.from("Photoshop 3.0\0"))],
  ["a comment", segment(0xfe, Buffer.from("31.2304,121.4737"))],
  ["a second picture (MPF)", segment(0xe2, Buffer.from("MPF\0MM"))],
  ["a thumbnail in JFIF", segment(0xe0, Buffer.concat([Buffer.from("JFIF\0\u0001\u0001"), Buffer.alloc(40)]))],
])("%s is refused", (_, more) => {
  expect(refusalOf(makeJpeg({ more }))).toMatch(/says more than a picture/);
});

test.each([
  ["a PNG", Buffer.from("\u0089PNG\r\n\u001a\n", "latin1"), /no JPEG/],
  ["nothing", Buffer.alloc(0), /no JPEG/],
  ["what has something behind its end", Buffer.concat([makeJpeg({}), Buffer.from("PK")]), /behind its end/],
  ["one without pixels", Buffer.from([0xff, 0xd8, 0xff, 0xd9]), /no pixels/],
  ["one of no size", makeJpeg({ width: 0 }), /0 × 48/],
  ["one that is too large to show", makeJpeg({ width: 40_000 }), /2048 a side/],
  ["one of too many octets", makeJpeg({ pixels: Buffer.alloc(PHOTO_LIMITS.bytes) }), /384 KiB/],
])("%s is refused", (_, image, words) => {
  expect(refusalOf(image)).toMatch(words);
});

test("cut anywhere, it is refused in words and nothing is thrown that is not ours", () => {
  const whole = makeJpeg({});
  for (let end = 0; end < whole.length; end += 1)
    expect(refusalOf(whole.subarray(0, end)), String(end)).toMatch(/^the photo: /);
});
