import decodeQR from "qr/decode.js";
import encodeQR from "qr";
import { expect, test } from "vitest";
import { codeIn, signOf } from "./code-text.ts";

test.each([
  ["K7QM-2TRX", "K7QM-2TRX"],
  [" k7qm 2trx ", "K7QM-2TRX"],
  ["K7QM2TRX", "K7QM-2TRX"],
  ["https://collector.example/ladder#code=K7QM-2TRX", "K7QM-2TRX"],
  ["K7QM-2TR", undefined],
  ["https://elsewhere.example/", undefined],
  ["", undefined],
])("%j holds the code %j", (text, code) => {
  expect(codeIn(text)).toBe(code);
});

test("the sign that is printed is read by what the camera's pictures are read with", () => {
  const sign = signOf("https://collector.example:8443", "K7QM-2TRX");
  const cells = encodeQR(sign, "raw", { scale: 4 });
  const width = cells.length;
  const data = new Uint8Array(width * width * 4);
  cells.flat().forEach((isDark, at) => data.set(isDark ? [0, 0, 0, 255] : [255, 255, 255, 255], at * 4));
  expect(codeIn(decodeQR({ width, height: width, data }))).toBe("K7QM-2TRX");
});
