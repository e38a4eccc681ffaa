import type { ChannelLooks } from "@probewarden/place";
import { afterEach, expect, test } from "vitest";
import { PlacesHere, type PlaceQuestion } from "./places.ts";
import { PlacingThread } from "./placing-thread.ts";
import type { VenueAround } from "./venue-around.ts";

const AROUND: VenueAround = {
  floors: [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }],
  sensors: [
    { sensorId: "north", floorId: "ground", position: { x: 10, y: 5 } },
    { sensorId: "east", floorId: "ground", position: { x: 50, y: 20 } },
  ],
  walls: new Map([["ground", [{ x1: 30, y1: 0, x2: 30, y2: 40, lossDb: 12 }]]]),
  calibrations: new Map(),
};

const heard = (sensorId: string, levelDbm: number): ChannelLooks["sensors"][number] => ({
  sensorId,
  levelsDbm: [levelDbm],
  frames: [60],
  listening: [1],
  sensitivityDbm: -92,
});
const asked = (northDbm: number, eastDbm: number): PlaceQuestion => ({
  channels: [{ channelMhz: 2437, sensors: [heard("north", northDbm), heard("east", eastDbm)] }],
  before: undefined,
});

const threads: PlacingThread[] = [];
const makeThread = (): PlacingThread => {
  const thread = new PlacingThread();
  threads.push(thread);
  return thread;
};
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.stop())));

test("a thread answers as this one does, in the order of the questions, and one that has no answer harms no other", async () => {
  const broken: PlaceQuestion = { channels: [{ channelMhz: 2437, sensors: null as never }], before: undefined };
  const questions = [asked(-40, -70), broken, asked(-70, -40), { channels: [], before: undefined }];
  const answers = await makeThread().of(AROUND, questions);
  expect(answers).toEqual(await new PlacesHere().of(AROUND, questions));
  expect(answers[0]).toMatchObject({ place: { nearestSensorId: "north" } });
  expect(answers[1]).toHaveProperty("message");
  expect(answers[2]).toMatchObject({ place: { nearestSensorId: "east" } });
  expect(answers[3]).toEqual({ place: undefined });
});

test("one request is under way at a time: another is refused and gathers nowhere", async () => {
  const thread = makeThread();
  const first = thread.of(AROUND, [asked(-40, -70)]);
  await expect(thread.of(AROUND, [asked(-40, -70)])).rejects.toThrow("already");
  expect(await first).toHaveLength(1);
  expect(await thread.of(AROUND, [asked(-40, -70)])).toHaveLength(1);
});

test("a thread that dies fails what was under way, and the next request has another", async () => {
  const thread = makeThread();
  await expect(thread.of(AROUND, null as never)).rejects.toThrow();
  expect(await thread.of(AROUND, [asked(-40, -70)])).toHaveLength(1);
});

test("a stop ends what is under way, and nothing begins behind it", async () => {
  const thread = makeThread();
  const under = thread.of(AROUND, [asked(-40, -70)]);
  const refused = expect(under).rejects.toThrow("ended");
  await thread.stop();
  await refused;
  await expect(thread.of(AROUND, [asked(-40, -70)])).rejects.toThrow("stopped");
});
