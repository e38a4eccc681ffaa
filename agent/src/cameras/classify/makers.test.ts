import { expect, test } from "vitest";
import { MAKER_SOURCES, makerOf } from "./makers.ts";

test.each([
  ["QIPC-B2202.3.73.C06290.NB.230628", undefined, "Uniview"],
  ["IPC_G6106-B0005P11D1812C03", undefined, "Uniview"],
  ["V5.00.R02.000XM530.10010.349917..ONVIF 16.12", undefined, "Xiongmai"],
  ["2.811.0000013.0.R, Build Date 2023-12-20", undefined, "Dahua"],
  ["V5.5.61 build 180718", "ENP1A14-IR20180101AAWR123456789", "Hikvision"],
  ["V5.5.61 build 180718", "123456", undefined],
  ["8.40.1.1", "ACCC8E000000", undefined],
  ["", undefined, undefined],
])("firmware %j and serial number %j give away %s", (firmware, serial, maker) => {
  expect(makerOf({ firmware, serial, model: "ENP1A14-IR" })?.name).toBe(maker);
});

test("a maker is told with the words that give it away, without the serial number, and every sign has a source", () => {
  const serial = "DS-X20180101AAWR123456789";
  const maker = makerOf({ firmware: "V5.5.61 build 180718", serial, model: "DS-X" });
  expect(maker).toEqual({ name: "Hikvision", why: "firmware and serial number" });
  expect(JSON.stringify(maker)).not.toContain(serial);
  for (const source of MAKER_SOURCES) expect(source).toMatch(/recorded/);
});
