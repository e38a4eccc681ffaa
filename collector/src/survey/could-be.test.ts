import { expect, test } from "vitest";
import { couldBe, Neighbours } from "./could-be.ts";

const hex = (text: string): string => Buffer.from(text).toString("hex");
const OURS = "00:00:5e:00:53:10";
const own = new Neighbours([OURS]);
const names = new Set([hex("mall-guest")]);
const others = new Neighbours(["00:00:5e:00:53:80", "02:00:5e:00:53:81"]);
const say = (transmitter: string, levels: number[], name?: string) =>
  couldBe({ transmitter, levels, ...(name === undefined ? {} : { name: hex(name) }) }, own, names, others);

test("an address beside one of the venue's networks could be the same access point's, and a venue's name alone is one or an imitation", () => {
  expect(say("00:00:5e:00:53:12", [-65], "staff")).toEqual(["maybe-ours"]);
  expect(say("02:00:5e:00:53:11", [-65], "staff")).toEqual(["maybe-ours"]);
  expect(say("00:00:5e:00:53:40", [-65], "staff")).toEqual([]);
  expect(say("04:00:5e:00:53:11", [-65], "staff")).toEqual([]);
  expect(say("00:00:5e:00:99:11", [-65], "mall-guest")).toEqual(["our-name"]);
});

test("a locally administered address beside another row is a further network of it, and beside none perhaps a hotspot", () => {
  expect(say("02:00:5e:00:53:81", [-65], "guest")).toEqual(["extra-network"]);
  expect(say("02:11:22:33:44:55", [-65], "guest")).toEqual(["hotspot"]);
});

test("where it stands is said of what is loud somewhere or faint everywhere, and of no level nothing", () => {
  expect(say("00:00:5e:00:99:01", [-59, -90], "a")).toEqual(["inside"]);
  expect(say("00:00:5e:00:99:01", [-76, -90], "a")).toEqual(["outside"]);
  expect(say("00:00:5e:00:99:01", [-75], "a")).toEqual([]);
  expect(say("00:00:5e:00:99:01", [], "a")).toEqual([]);
});

test("a Wi-Fi Direct name is told as one, and a hidden name as hidden", () => {
  expect(say("00:00:5e:00:99:01", [-65], "DIRECT-9F-HP")).toEqual(["wifi-direct"]);
  expect(say("00:00:5e:00:99:01", [-65])).toEqual(["unnamed"]);
});

test("ten thousand addresses, all of them neighbours, are looked through in time", () => {
  const many = Array.from(
    { length: 10_000 },
    (_, at) => `02:${(at >> 8).toString(16).padStart(2, "0")}:00:00:00:${(at & 0xff).toString(16).padStart(2, "0")}`,
  );
  const neighbours = new Neighbours(many);
  expect(many.filter((address) => neighbours.hasNextTo(address))).toHaveLength(10_000);
});
