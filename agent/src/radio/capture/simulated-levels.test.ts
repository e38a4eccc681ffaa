import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { spellAddress } from "../dot11/address.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { FileCapture } from "./file-capture.ts";
import { fadingDb, hashedPlace, meanLevelDbm } from "./path-loss.ts";
import { SimulatedLevels, type LevelPlan } from "./simulated-levels.ts";

const DATASKY = fileURLToPath(new URL("../../../../test/fixtures/lab/datasky_like.pcap", import.meta.url));
const FLOOR = { widthMetres: 60, heightMetres: 40 };
const MODEL = { powerAtOneMetreDbm: -30, pathLossExponent: 3 };

interface Level {
  transmitter: number;
  rssiDbm: number;
  rest: string;
}

async function levels(plan?: Partial<LevelPlan>): Promise<Level[]> {
  const reader = new FrameReader();
  const heard: Level[] = [];
  const file = new FileCapture(DATASKY);
  const source = plan
    ? new SimulatedLevels(file, {
        sensor: { x: 0, y: 0 },
        floor: FLOOR,
        transmitters: [],
        noiseFloorDbm: -500,
        ...MODEL,
        ...plan,
      })
    : file;
  await source.run((captured) => {
    const frame = reader.read(captured);
    if (typeof frame === "string") return;
    const { transmitter, rssiDbm, tsftMicroseconds, channelMhz, octets, atSeconds } = frame;
    heard.push({
      transmitter,
      rssiDbm,
      rest: [tsftMicroseconds, channelMhz, atSeconds, Buffer.from(octets).toString("hex")].join(),
    });
  });
  return heard;
}

test("a level follows P = P1m - 10 n log10(d)", () => {
  expect(meanLevelDbm(MODEL, { x: 0, y: 0 }, { x: 10, y: 0 })).toBeCloseTo(-60);
  expect(meanLevelDbm(MODEL, { x: 3, y: 4 }, { x: 3, y: 5 })).toBeCloseTo(-30);
});

test("fading is the same for the same transmitter and moment, has mean zero and 2.5 dB of deviation", () => {
  const fades = Array.from({ length: 4_000 }, (_, number) => fadingDb(0x0200_0000_0001, number / 2));
  expect(fadingDb(5, 7.2)).toBe(fadingDb(5, 7.4));
  const mean = fades.reduce((sum, fade) => sum + fade, 0) / fades.length;
  const deviation = Math.sqrt(fades.reduce((sum, fade) => sum + (fade - mean) ** 2, 0) / fades.length);
  expect(mean).toBeCloseTo(0, 0);
  expect(deviation).toBeGreaterThan(2.2);
  expect(deviation).toBeLessThan(2.8);
});

test("a transmitter that the plan does not name has a place on the floor, always the same", () => {
  const place = hashedPlace(42, FLOOR);
  expect(hashedPlace(42, FLOOR)).toEqual(place);
  expect(place.x).toBeLessThan(FLOOR.widthMetres);
  expect(place.y).toBeLessThan(FLOOR.heightMetres);
});

test("only the level of a frame is changed", async () => {
  const [recorded, simulated] = [await levels(), await levels({})];
  expect(simulated.map(({ rest }) => rest)).toEqual(recorded.map(({ rest }) => rest));
});

test("the nearer sensor hears a transmitter louder, by the model", async () => {
  const loud = (await levels()).find(({ transmitter }) => transmitter !== -1)?.transmitter ?? 0;
  const transmitters = [{ address: spellAddress(loud), position: { x: 10, y: 0 } }];
  const median = async (x: number): Promise<number> => {
    const heard = (await levels({ transmitters, sensor: { x, y: 0 } }))
      .filter(({ transmitter }) => transmitter === loud)
      .map(({ rssiDbm }) => rssiDbm);
    return heard.toSorted((a, b) => a - b)[Math.floor(heard.length / 2)] ?? 0;
  };
  expect(Math.abs((await median(0)) - -60)).toBeLessThan(2.5);
  expect(Math.abs((await median(9)) - -30)).toBeLessThan(2.5);
});

test("frames below the noise floor are not heard", async () => {
  const heard = await levels({ noiseFloorDbm: -70 });
  expect(heard.every(({ rssiDbm }) => rssiDbm >= -70)).toBe(true);
  expect(heard.length).toBeLessThan((await levels()).length);
});
