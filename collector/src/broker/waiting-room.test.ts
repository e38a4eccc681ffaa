import { expect, test } from "vitest";
import { WaitingRoom, type Waiting } from "./waiting-room.ts";

const closed: string[] = [];
const visitor = (name: string, drawer = 1): Waiting => ({ drawer, spoke: false, close: () => void closed.push(name) });

test("where a network has too many that wait, the one that has been silent longest goes; who speaks stays", () => {
  closed.length = 0;
  const room = new WaitingRoom(100, 3);
  const sensor = visitor("sensor");
  room.enter(sensor);
  room.speaks(sensor);
  for (const name of ["a", "b", "c", "d"]) room.enter(visitor(name));
  expect(closed).toEqual(["a", "b"]);
  expect(room.size).toBe(3);
});

test("one network's crowd takes no place of another's until all places are taken, and then its own silent ones go", () => {
  closed.length = 0;
  const room = new WaitingRoom(4, 3);
  room.enter(visitor("other", 2));
  for (const name of ["a", "b", "c", "d"]) room.enter(visitor(name));
  expect(closed).toEqual(["a"]);
});

test("of those that all speak the first goes, so that the room keeps its bound", () => {
  closed.length = 0;
  const room = new WaitingRoom(2, 2);
  for (const name of ["a", "b", "c"]) {
    const speaking = visitor(name);
    room.enter(speaking);
    room.speaks(speaking);
  }
  expect(closed).toEqual(["a"]);
  expect(room.size).toBe(2);
});

test("who signs in leaves, and is in nobody's way", () => {
  closed.length = 0;
  const room = new WaitingRoom(1, 1);
  const sensor = visitor("sensor");
  room.enter(sensor);
  room.leave(sensor);
  room.enter(visitor("next"));
  expect(closed).toEqual([]);
  room.clear();
  expect([room.size, closed]).toEqual([0, ["next"]]);
});
