import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError, ConfigError } from "@probewarden/cli";
import { afterAll, beforeAll, expect, test } from "vitest";
import { walkedPoints, WALK_SENSORS } from "../../venues/calibration/test-walk.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-place-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const fileOf = (name: string, content: unknown): string => {
  writeFileSync(at(name), typeof content === "string" ? content : JSON.stringify(content));
  return at(name);
};

async function run(...line: readonly string[]): Promise<{ printed: string; told: string }> {
  const [printed, told]: [string[], string[]] = [[], []];
  const context = {
    print: (text: string) => void printed.push(text),
    tell: (text: string) => void told.push(text),
    environment: { PW_DATA_DIR: at("data"), PW_MQTT_PORT: "1883" },
    now: Date.now,
  };
  await makeProgram(context).parseAsync(line, { from: "user" });
  return { printed: printed.join("\n"), told: told.join("\n") };
}

beforeAll(async () => {
  await run("init", "--host", "127.0.0.1", "--venue", "mall", "--time-zone", "Asia/Shanghai");
  const floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
  await run(
    "venue",
    "import",
    fileOf("venue.json", {
      venue: { venueId: "mall", name: "Mall", timeZone: "Asia/Shanghai", floors: [floor] },
      sensors: WALK_SENSORS.map(({ sensorId, x, y }) => ({ sensorId, name: sensorId, floorId: "ground", x, y })),
    }),
  );
});

test("a floor is calibrated from a file of points, listed with its measured error, fitted anew, and taken back", async () => {
  expect((await run("place", "list", "mall")).printed).toBe("ground\tnot-calibrated\t-\t-\t-");
  // One point is not where it is said to be.
  const points = walkedPoints().map((point, index) => (index === 5 ? { ...point, x: 58, y: 38 } : point));
  const { printed, told } = await run("place", "calibrate", "mall", "ground", fileOf("walk.json", { points }));
  expect(printed).toMatch(/^2\.4GHz\texponent 3\.\d\d ± 0\.\d\d\twalls × /);
  expect(printed).toMatch(/\teast\t-\d/);
  expect(printed).toMatch(/half of 12 within \d+\.\d m, nine in ten within \d+\.\d m; without it half of 12/);
  expect(told).toBe("place 6 (walk at 58, 38) does not fit the others: it is left out");
  expect((await run("place", "list", "mall")).printed).toMatch(/^ground\tin-use\t[\d.]+\t[\d.]+\t12$/);
  await run("sensor", "place", "west", "--floor", "ground", "--x", "10", "--y", "30");
  expect((await run("place", "list", "mall")).printed).toMatch(/^ground\toutdated\t/);
  await run("place", "calibrate", "mall", "ground");
  expect((await run("place", "list", "mall")).printed).toMatch(/^ground\tin-use\t/);
  await run("place", "uncalibrate", "mall", "ground");
  expect((await run("place", "list", "mall")).printed).toMatch(/not-calibrated/);
  await expect(run("place", "uncalibrate", "mall", "ground")).rejects.toThrow(CommandError);
  await expect(run("place", "calibrate", "mall", "ground")).rejects.toThrow("name a file of points");
});

test.each([
  ["no JSON", "{", "it is not JSON"],
  ["nothing", { points: [] }, "/points"],
  ["an address for a name", { points: [{ ...walkedPoints()[0], source: "02:00:00:aa:bb:01" }] }, "/points/0/source"],
  [
    "a level that is none",
    { points: [{ ...walkedPoints()[0], levels: [{ sensorId: "north", levelDbm: 70 }] }] },
    "/points/0/levels",
  ],
  ["a place beside the floor", { points: [{ ...walkedPoints()[0], x: -4 }] }, "/points/0 is outside ground"],
  [
    "a strange sensor",
    { points: [{ ...walkedPoints()[0], levels: [{ sensorId: "attic", levelDbm: -60 }] }] },
    "attic is no sensor",
  ],
  ["too many points", { points: Array.from({ length: 129 }, () => walkedPoints()[0]) }, "/points"],
])("a file with %s is refused in one line that says where", async (_, content, said) => {
  const refused = run("place", "calibrate", "mall", "ground", fileOf("bad.json", content));
  await expect(refused).rejects.toThrow(said);
  await expect(run("place", "calibrate", "mall", "ground", at("bad.json"))).rejects.toThrow(ConfigError);
});

test("few points, points that say nothing of where they are, and a floor that is not there change nothing, and say why", async () => {
  const calibrate = (points: object, floor = "ground") =>
    run("place", "calibrate", "mall", floor, fileOf("other.json", { points }));
  await expect(calibrate(walkedPoints().slice(0, 3))).rejects.toThrow("3 places are too few");
  const same = walkedPoints().map((point) => ({ ...point, levels: walkedPoints()[0]?.levels ?? [] }));
  await expect(calibrate(same)).rejects.toThrow("hardly better than by guessing");
  await expect(calibrate(walkedPoints(), "attic")).rejects.toThrow("mall has no such floor");
  expect((await run("place", "list", "mall")).printed).toMatch(/not-calibrated/);
});
