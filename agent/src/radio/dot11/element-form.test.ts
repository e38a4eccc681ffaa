import { expect, test } from "vitest";
import { hasFittingElements, hasLowElement, hasRatesBehindName } from "./element-form.ts";
import { ElementId } from "./elements.ts";
import { hex } from "./octets-for-tests.ts";
import { ParsedFrame } from "./parsed-frame.ts";
import { walkElements } from "./walk-elements.ts";

const NAME = "0004 43616665";
/** A frame that has these elements behind its first octet. */
function withElements(elements: Uint8Array): ParsedFrame {
  const frame = new ParsedFrame();
  frame.reset(Uint8Array.from([0x80, ...elements]), 0);
  frame.elementsStart = 1;
  walkElements(frame.captured, frame);
  return frame;
}
const RATES = "0108 82848b962430486c";
const REST = "030106 050400010000 2a0100 32040c121860 dd070050f202010100";

test("elements of a beacon fit", () => {
  expect(hasFittingElements(withElements(hex(`${NAME} ${RATES} ${REST}`)))).toBe(true);
  expect(hasFittingElements(withElements(hex(NAME)))).toBe(true);
  expect(hasFittingElements(withElements(hex("0000")))).toBe(true);
});

test("stray octets behind the last element, and one that is cut, contradict nothing", () => {
  expect(hasFittingElements(withElements(hex(`${NAME} ${RATES} a1b2c3`)))).toBe(true);
  expect(hasFittingElements(withElements(hex(`${NAME} ${RATES} 0506`)))).toBe(true);
});

test("a name whose length octet was hit makes the elements behind it unfit, whatever the bit", () => {
  const octets = hex(`${NAME} ${RATES} ${REST}`);
  for (let bit = 0; bit < 8; bit++) {
    const damaged = Buffer.from(octets);
    damaged.writeUInt8(damaged.readUInt8(1) ^ (1 << bit), 1);
    const length = damaged.readUInt8(1);
    const next = damaged[2 + length];
    // Nothing may follow that could be read as an element that is known and has the right length.
    expect(hasFittingElements(withElements(damaged)) && next === 1, `length ${length}`).toBe(false);
  }
});

test.each([
  ["the SSID is not first", `${RATES} ${NAME}`],
  ["an SSID of 33 octets", `0021 ${"61".repeat(33)} ${RATES}`],
  ["no rates in the rates", `${NAME} 0100`],
  ["a channel of two octets", `${NAME} ${RATES} 03020601`],
  ["a TIM of one octet", `${NAME} ${RATES} 050100`],
  ["HT capabilities of seven octets", `${NAME} ${RATES} 2d0701020304050607`],
])("%s: they do not fit", (_what, octets) => {
  expect(hasFittingElements(withElements(hex(octets)))).toBe(false);
});

test("of a frame that was cut, rates behind the name show that it was read right", () => {
  expect(hasRatesBehindName(withElements(hex(`${NAME} 0108 8284`)))).toBe(true);
  expect(hasRatesBehindName(withElements(hex(NAME)))).toBe(false);
  expect(hasRatesBehindName(withElements(hex("0002 4361 6665 0108")))).toBe(false);
  expect(hasRatesBehindName(withElements(hex("")))).toBe(false);
});

test("an element is found among those that are whole, and as the last one that was cut; behind a frame's end there is none", () => {
  const frame = withElements(hex(`${NAME} ${RATES} 0506`));
  expect([ElementId.Ssid, ElementId.SupportedRates, ElementId.Tim].map((id) => hasLowElement(frame, id))).toEqual([
    true,
    true,
    true,
  ]);
  expect(hasLowElement(frame, ElementId.DsParameterSet)).toBe(false);
  expect(hasLowElement(withElements(hex("00")), ElementId.Ssid)).toBe(false);
});

test("elements whose IDs are not low are not told, and hide none of those that are", () => {
  const frame = withElements(hex(`1f00 2000 dd00 dd00 ff00 ${NAME} 1e00`));
  expect([ElementId.Ssid, 30].map((id) => hasLowElement(frame, id))).toEqual([true, true]);
  expect(frame.lowElements).toBe((1 << 30) | 1);
});

test("what is said of one frame is not said of the next", () => {
  const frame = withElements(hex(`${NAME} ${RATES}`));
  expect([hasFittingElements(frame), hasLowElement(frame, ElementId.Ssid)]).toEqual([true, true]);
  frame.reset(Uint8Array.from([0x80, ...hex(RATES)]), 0);
  frame.resetBody(frame.end);
  frame.elementsStart = 1;
  expect([hasFittingElements(frame), hasLowElement(frame, ElementId.Ssid)]).toEqual([false, false]);
});
