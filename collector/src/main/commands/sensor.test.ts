import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { readCameras } from "../../cameras/read-cameras.ts";
import { storeCamera } from "../../cameras/store-camera.ts";
import { findingOf } from "../../cameras/test-visits.ts";
import { openState } from "../../store/state/open-state.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-sensor-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One command line, in this process; what it printed. Rejects as the command fails. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const environment = { PW_DATA_DIR: join(folder, "data") };
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}

/** What the store keeps of a sensor's password. */
async function stored(sensorId: string): Promise<unknown> {
  const state = await openState("sqlite:", join(folder, "data"));
  const row = state.db.selectFrom("sensors").select(["password_hash", "mosquitto_hash"]);
  const hashes = await row.where("sensor_id", "=", sensorId).executeTakeFirstOrThrow();
  await state.close();
  return hashes;
}

beforeAll(async () => {
  mkdirSync(join(folder, "data"));
  await run("venue", "add", "mall");
  await run("venue", "floor", "mall", "ground", "--width", "60", "--height", "40");
  await run("venue", "floor", "mall", "first", "--width", "30", "--height", "20");
});

test("agent.yaml is written into a new file that only its owner may read, and not printed", async () => {
  const file = join(folder, "agent.yaml");
  const said = await run("sensor", "add", "door-1", "--out", file);
  const { mqtt } = parse(readFileSync(file, "utf8")) as { mqtt: { password: string } };
  expect(mqtt.password).toMatch(/^[\w-]{32}$/);
  expect(said).not.toContain(mqtt.password);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that is there, or cannot be made, costs neither it nor a password", async () => {
  const taken = join(folder, "taken.yaml");
  writeFileSync(taken, "precious");
  await expect(run("sensor", "add", "door-2", "--out", taken)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(run("sensor", "add", "door-2", "--out", join(folder, "no/where.yaml"))).rejects.toMatchObject({
    code: "ENOENT",
  });
  expect(readFileSync(taken, "utf8")).toBe("precious");
  expect(await run("sensor", "list")).not.toContain("door-2");
});

test("a sensor that cannot be added leaves no file behind", async () => {
  const file = join(folder, "nowhere.yaml");
  await expect(run("sensor", "add", "door-3", "--venue", "moon", "--out", file)).rejects.toThrow(
    /^moon: there is no such venue; there are: mall$/,
  );
  expect(existsSync(file)).toBe(false);
});

const line = async (sensorId: string): Promise<string | undefined> =>
  (await run("sensor", "list")).split("\n").find((one) => one.startsWith(`${sensorId}\t`));
const at = (floor: string, x: string, y: string): string[] => ["--floor", floor, "--x", x, "--y", y];

test("a place that is not on a floor of the venue is refused, and the floors and their sizes are named", async () => {
  for (const command of [
    ["sensor", "add", "door-4"],
    ["sensor", "place", "door-1"],
  ]) {
    await expect(run(...command, ...at("attic", "1", "1"))).rejects.toThrow(
      /^attic: mall has no such floor; there are: ground, first$/,
    );
    for (const [x, y] of [
      ["60.5", "1"],
      ["-1", "1"],
      ["1", "40.1"],
      ["1", "-0.1"],
    ] as const)
      await expect(run(...command, ...at("ground", x, y))).rejects.toThrow(
        /^--x -?[\d.]+ --y -?[\d.]+: it is outside ground, which is 60 m wide and 40 m high \(example/,
      );
  }
  for (const part of [
    ["--floor", "ground"],
    ["--x", "1", "--y", "1"],
    ["--floor", "ground", "--x", "1"],
  ])
    await expect(run("sensor", "add", "door-4", ...part)).rejects.toThrow(
      /^--floor, --x, --y: each needs the others \(example: --floor ground --x 12\.5 --y 3\)$/,
    );
  expect(await line("door-4")).toBeUndefined();
});

test("a sensor is listed with its place, and moved without a new password", async () => {
  await run("sensor", "add", "door-5", "--title", "Door 5", ...at("ground", "60", "0"));
  expect(await line("door-5")).toBe("door-5\tmall\tground\t60\t0\tnever-seen\t-\tDoor 5");
  expect(await line("door-1")).toBe("door-1\tmall\t-\t-\t-\tnever-seen\t-\tdoor-1");
  const password = (): Promise<unknown> => stored("door-5");
  const before = await password();
  expect(await run("sensor", "place", "door-5", ...at("first", "12.5", "3"))).toMatch(
    /^door-5 is at 12\.5, 3 of first;/,
  );
  expect(await line("door-5")).toBe("door-5\tmall\tfirst\t12.5\t3\tnever-seen\t-\tDoor 5");
  expect(await password()).toEqual(before);
  await run("sensor", "add", "door-5", "--renew");
  expect(await line("door-5")).toContain("\tfirst\t12.5\t3\t");
  expect(await password()).not.toEqual(before);
});

test("a sensor that moves to another venue leaves its place behind, and one that is not there cannot be placed", async () => {
  await run("venue", "add", "station");
  await run("sensor", "add", "door-6", "--venue", "mall", ...at("ground", "1", "2"));
  await run("sensor", "add", "door-6", "--renew", "--venue", "station");
  expect(await line("door-6")).toContain("door-6\tstation\t-\t-\t-\t");
  await expect(run("sensor", "place", "door-6", ...at("ground", "1", "2"))).rejects.toThrow(
    /^ground: station has no such floor; there is none yet \(add one with `venue floor`\)$/,
  );
  await run("sensor", "remove", "door-6");
  for (const sensorId of ["door-6", "door-7"])
    await expect(run("sensor", "place", sensorId, ...at("ground", "1", "2"))).rejects.toThrow(
      /there is no such sensor/,
    );
});

test("a wrong command line is one line that begins with UsageError", async () => {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  const program = makeProgram({ print: tell, tell, environment: {}, now: Date.now });
  await expect(program.parseAsync(["sensor", "ad"], { from: "user" })).rejects.toMatchObject({ exitCode: 1 });
  expect(lines).toEqual(["unknown command 'ad' (Did you mean add?)"]);
});

test("a sensor that is removed takes its word of cameras with it", async () => {
  await run("sensor", "add", "door-9", "--venue", "mall", "--out", join(folder, "door-9.yaml"));
  const state = await openState("sqlite:", join(folder, "data"));
  const order = { sensorId: "door-9", bootId: "b", seq: 1, ordinal: 1 };
  const sensor = { sensorId: "door-9", venueId: "mall" };
  await state.inVenue("mall", (trx) =>
    storeCamera(trx, { finding: findingOf({ gait: "enabled" }), sensor, receivedAt: 1, order }),
  );
  expect((await readCameras(state.reading))[0]?.finding.ladder).toMatchObject([{ category: "gait", step: "enabled" }]);
  await run("sensor", "remove", "door-9");
  const [camera] = await readCameras(state.reading);
  expect(camera).toMatchObject({ says: [], finding: { ladder: [] }, changes: [{ from: "enabled", to: "unknown" }] });
  expect(camera?.unwatchedSince).toBeDefined();
  await expect(run("sensor", "remove", "door-9")).rejects.toThrow("door-9: there is no such sensor");
  await state.close();
});

test("a code for the box is printed once it is made, and a sensor that there is not is said", async () => {
  await run("sensor", "add", "claimed-door", "--venue", "mall", "--out", join(folder, "claimed.yaml"));
  expect(await run("sensor", "claim-code", "claimed-door")).toMatch(
    /^[2-9A-Z]{4}-[2-9A-Z]{4}\nclaimed-door: good once, until 2/,
  );
  await expect(run("sensor", "claim-code", "nobody")).rejects.toThrow("nobody: there is no such sensor");
});
