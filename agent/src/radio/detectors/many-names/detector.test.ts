import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import type { ParsedFrame } from "../../dot11/parsed-frame.ts";
import { Venue } from "../../venue/venue.ts";
import { ManyNames } from "./detector.ts";

const AP = 0x001f7ae26c98;
const STATION = 0x262371_06e6ef;

function hear(
  detector: ManyNames,
  context: TestContext,
  names: readonly string[],
  kind: number = FrameKind.beacon,
): void {
  for (const name of names) {
    context.atSeconds += 0.1;
    detector.onFrame(managementFrame(kind, { transmitter: AP, bssid: AP, receiver: STATION }, name), context);
  }
}

test("three names that alternate on one BSSID are observed", () => {
  const context = new TestContext();
  hear(new ManyNames(), context, ["one", "two", "three", "one"]);
  expect(context.codes).toEqual(["three-names"]);
});

test("a renamed access point is not observed: renaming goes one way", () => {
  const context = new TestContext();
  hear(new ManyNames(), context, ["one", "one", "two", "two", "three", "three"]);
  expect(context.codes).toEqual([]);
});

test("a test access point that a script renames again and again is not observed", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  for (const name of ["one", "two", "three", "four", "five", "six"]) {
    hear(detector, context, [name, name, name]);
    hear(detector, context, [name], FrameKind.probeResponse);
  }
  expect(context.codes).toEqual([]);
});

test("hidden names, Wi-Fi Direct groups and spellings in another case are no further names", () => {
  const context = new TestContext();
  hear(new ManyNames(), context, [
    "Shop",
    "",
    "\0\0\0\0",
    "SHOP",
    "DIRECT-a1",
    "DIRECT-b2",
    "DIRECT-c3",
    "shop",
    "Shop",
  ]);
  expect(context.codes).toEqual([]);
});

test("single damaged names of an access point that is well known do not count", () => {
  const context = new TestContext();
  const well = Array.from({ length: 30 }, () => "Shop");
  hear(new ManyNames(), context, [...well, "Shqp", ...well, "Chop", ...well, "Shoq", ...well, "Phop", ...well]);
  expect(context.codes).toEqual([]);
});

test("a radio that found the checksums right makes single answers count", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  hear(
    detector,
    context,
    Array.from({ length: 30 }, () => "Free"),
  );
  for (const name of ["one", "two", "three"]) {
    const answer = { transmitter: AP, bssid: AP, receiver: STATION, mayBeDamaged: false };
    detector.onFrame(managementFrame(FrameKind.probeResponse, answer, name), context);
  }
  expect(context.codes).toEqual(["three-names", "unadvertised-names"]);
});

test("damaged names of a hidden network do not count: its frames are many, though none of them tells a name", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  const hidden = Array.from({ length: 30 }, () => "");
  hear(detector, context, [
    ...hidden,
    "\x01\x04",
    ...hidden,
    "\x82\x84\x8b",
    ...hidden,
    "*",
    ...hidden,
    "0H",
    ...hidden,
  ]);
  expect(context.codes).toEqual([]);
});

test("three names, each told to the station that had just asked, are observed as echoes", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  for (const name of ["one", "two", "three"]) {
    context.askedNames.hear(
      managementFrame(FrameKind.probeRequest, { transmitter: STATION }, name),
      context.atSeconds + 0.1,
    );
    hear(detector, context, [name], FrameKind.probeResponse);
  }
  expect(context.codes).toContain("echoed-names");
  expect(context.observations.every(({ names }) => names.length === 0)).toBe(true);
});

test("names from before a clock was set back are held against none", () => {
  const context = new TestContext();
  context.atSeconds = 90_000;
  const detector = new ManyNames();
  hear(detector, context, ["one", "two"]);
  context.atSeconds = 1_000;
  hear(detector, context, ["three", "two"]);
  expect(context.codes).toEqual([]);
});

test("names are kept although the buffer that a live capture read them from is filled anew", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  const heard = (name: string): void => {
    const frame = managementFrame(
      FrameKind.beacon,
      { transmitter: AP, bssid: AP, receiver: STATION },
      name,
    ) as ParsedFrame;
    const buffer = Buffer.from(frame.captured);
    frame.captured = buffer;
    context.atSeconds += 0.1;
    detector.onFrame(frame, context);
    buffer.fill(0);
  };
  for (let index = 0; index < 30; index++) heard("LeafTea 2F");
  for (const damaged of ["LeafDga 2F", "LeifTga 2F", "LeafVec 2F"]) {
    heard(damaged);
    heard("LeafTea 2F");
    heard(damaged);
  }
  expect(context.codes).toEqual([]);
});

test("the first name, while it was the only one, is told like the others where it may leave the sensor, and not where it may not", () => {
  const told = (own: string): readonly string[] | undefined => {
    const context = new TestContext();
    context.venue = new Venue([{ bssid: "02:00:00:00:00:01", ssid: Buffer.from(own).toString("hex") }], []);
    hear(new ManyNames(), context, ["one", "one", "two", "three", "one"]);
    return context.observations.at(-1)?.names;
  };
  expect(told("one")).toEqual([Buffer.from("one").toString("hex")]);
  expect(told("four")).toEqual([]);
});

test("a name that was the only one, answered first and beaconed then, is none that was never beaconed", () => {
  const concealed = (before: readonly string[]): number | undefined => {
    const context = new TestContext();
    const detector = new ManyNames();
    hear(detector, context, ["one"], FrameKind.probeResponse);
    hear(detector, context, before);
    hear(detector, context, ["two", "three", "two"], FrameKind.probeResponse);
    return context.observations.at(-1)?.facts.find(({ name }) => name === "names-answered-but-never-beaconed")?.value;
  };
  expect([concealed(["one"]), concealed([])]).toEqual([2, 3]);
});
