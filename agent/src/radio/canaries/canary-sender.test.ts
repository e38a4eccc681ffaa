import type { SentCanary } from "@probewarden/contract";
import { expect, test } from "vitest";
import { randomFrom } from "../made-air-for-tests.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { BROADCAST, spellAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { CanarySender, type Obstacle } from "./canary-sender.ts";

function sender(everySeconds = 600) {
  const dice = randomFrom(7);
  const it = {
    where: 2_437 as number | Obstacle,
    fails: false,
    frames: [] as Uint8Array[],
    listed: [] as SentCanary[],
    /** How many pieces were listed when each frame was sent. */
    listedBefore: [] as number[],
    lines: [] as object[],
    now: 1_000,
  };
  const canaries = new CanarySender({
    responsible: "Wang Fang",
    everySeconds,
    random: (octets) => Uint8Array.from({ length: octets }, () => Math.floor(dice() * 256)),
    channel: () => it.where,
    inject: (frame) => {
      if (it.fails) throw new Error("Network is down");
      it.frames.push(frame);
      it.listedBefore.push(it.listed.length);
    },
    list: (pieces) => void (it.listed = [...pieces]),
    log: { info: (fields) => void it.lines.push(fields), warn: (fields) => void it.lines.push(fields) },
  });
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) canaries.turn(++it.now, 1_790_000_000 + it.now);
  };
  return { it, canaries, pass };
}

function read(bytes: Uint8Array): Frame {
  const frame = new FrameReader().read({ bytes, originalLength: bytes.length, atSeconds: 1, linkType: 127 });
  if (typeof frame === "string") throw new Error(frame);
  return frame;
}

test("two questions are asked in ten minutes, each under an address of its own: probe requests to everybody, and nothing else", () => {
  const { it, pass } = sender();
  pass(599);
  expect(it.frames).toEqual([]);
  pass(3_602);
  expect(it.frames).toHaveLength(14);
  const frames = it.frames.map(read);
  for (const frame of frames) {
    expect(frame).toMatchObject({ kind: FrameKind.probeRequest, receiver: BROADCAST, bssid: BROADCAST });
    // Locally administered, of one device.
    expect(spellAddress(frame.transmitter)).toMatch(/^[0-9a-f][26ae]:/);
  }
  expect(new Set(frames.map(({ transmitter }) => transmitter)).size).toBe(14);
  const names = frames.map(({ ssid }) => Buffer.from(ssid ?? []).toString("latin1"));
  expect(names.filter((name) => name === "")).toHaveLength(7);
  expect(new Set(names).size).toBe(8);
  for (const name of names.filter((each) => each !== "")) expect(name).toMatch(/^[a-z0-9]{12}$/);
});

test("each is listed before it is sent, and logged with who answers for it", () => {
  const { it, canaries, pass } = sender();
  pass(602);
  expect(it.listedBefore).toEqual([2, 2]);
  expect(it.listed.map(({ transmitter }) => transmitter)).toEqual(
    it.frames.map((frame) => spellAddress(read(frame).transmitter)),
  );
  expect(it.lines).toMatchObject(it.listed.map((piece) => ({ ...piece, channelMhz: 2_437, responsible: "Wang Fang" })));
  expect(canaries.told).toEqual(it.listed);
});

test("two in a minute are the most, whatever is configured and however often it is called", () => {
  const { it, canaries, pass } = sender(0);
  for (let call = 0; call < 10_000; call++) canaries.turn(it.now, 1);
  pass(3_600);
  expect(it.frames.length).toBeLessThanOrEqual(120);
  expect(canaries.told).toHaveLength(16);
  pass(3 * 86_400);
  expect(it.listed).toHaveLength(1_024);
});

/** The radio hops over `plan` within each second, and is on its first channel whenever a second is over. */
function hop({ it, canaries }: ReturnType<typeof sender>, plan: readonly number[], seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    it.now++;
    for (const where of plan) {
      it.where = where;
      canaries.turn(it.now, it.now);
    }
  }
}

const channelsAsked = ({ lines }: ReturnType<typeof sender>["it"]): number[] =>
  (lines as { channelMhz: number; ssid: string }[])
    .filter(({ ssid }) => ssid !== "")
    .map(({ channelMhz }) => channelMhz);

test("the channels take turns, whichever the radio is on when a question is due", () => {
  const made = sender();
  hop(made, [2_412, 2_437, 2_462], 3_601);
  expect(channelsAsked(made.it)).toEqual([2_412, 2_437, 2_462, 2_412, 2_437, 2_462]);
  expect(made.it.frames).toHaveLength(12);
});

test("a channel that is gone is waited for a minute, once", () => {
  const made = sender();
  hop(made, [2_412, 2_437], 601);
  made.it.where = 2_412;
  made.pass(659);
  expect(channelsAsked(made.it)).toEqual([2_412]);
  made.pass(1);
  expect(channelsAsked(made.it)).toEqual([2_412, 2_412]);
  made.pass(600);
  expect(channelsAsked(made.it)).toEqual([2_412, 2_412, 2_412]);
});

test("of more channels than there are, the turns are forgotten", () => {
  const made = sender();
  hop(made, [2_412], 601);
  hop(
    made,
    Array.from({ length: 255 }, (_, index) => 5_000 + index),
    1,
  );
  hop(made, [2_412], 600);
  expect(channelsAsked(made.it)).toEqual([2_412]);
  hop(made, [6_000], 1);
  expect(channelsAsked(made.it)).toEqual([2_412, 6_000]);
  hop(made, [2_412], 600);
  expect(channelsAsked(made.it)).toEqual([2_412, 6_000, 2_412]);
});

test.each<Obstacle>(["no-injection", "no-country", "no-channel"])(
  "nothing is sent where the radio has %s, and after five minutes somebody is told",
  (obstacle) => {
    const { it, canaries, pass } = sender();
    it.where = obstacle;
    pass(700);
    expect(canaries.problem()).toBeUndefined();
    pass(400);
    expect(it.frames).toEqual([]);
    expect(canaries.problem()).toMatchObject({ code: "canaries-not-sent", facts: { cause: obstacle } });
    it.where = 2_412;
    pass(2);
    expect(it.frames).toHaveLength(2);
    expect(canaries.problem()).toBeUndefined();
  },
);

test("a driver that refuses is a problem, and is not asked each second", () => {
  const { it, canaries, pass } = sender();
  it.fails = true;
  pass(1_190);
  expect(canaries.problem()?.facts).toEqual({ cause: "send-failed" });
  expect(it.lines).toHaveLength(1);
});
