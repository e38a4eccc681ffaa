import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@probewarden/cli";
import { afterAll, expect, test } from "vitest";
import { readPlan } from "../../store/plans.ts";
import { readVenues } from "../../venues/read-venues.ts";
import { openState } from "../../store/state/open-state.ts";
import { makePng } from "../../venues/plans/test-png.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-venue-"));
afterAll(() => rmSync(folder, { recursive: true }));
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="9" height="9"/></svg>';
const at = (name: string): string => join(folder, name);
writeFileSync(at("ground.svg"), SVG);
writeFileSync(at("ground.png"), makePng(60, 40));
writeFileSync(at("text.png"), "no picture");

/** A command at the data folder of that name; what it printed, and what it told beside. */
async function run(name: string, line: readonly string[]): Promise<{ printed: string; told: string }> {
  const [printed, told]: [string[], string[]] = [[], []];
  const context = {
    print: (text: string) => void printed.push(text),
    tell: (text: string) => void told.push(text),
    environment: { PW_DATA_DIR: at(name), PW_MQTT_PORT: "1883" },
    now: Date.now,
  };
  await makeProgram(context).parseAsync(line, { from: "user" });
  return { printed: printed.join("\n"), told: told.join("\n") };
}
const words = (line: string): string[] => line.split(" ");
/** A data folder with a venue and a floor. */
async function prepared(name: string): Promise<void> {
  await run(name, ["init", "--host", "127.0.0.1", "--venue", "mall", "--time-zone", "Asia/Urumqi"]);
  await run(name, words("venue floor mall ground --title Ground --width 60 --height 40"));
}

test("where a venue is and its district are kept beside it, and stay when they are not named", async () => {
  await prepared("located");
  await run("located", ["venue", "add", "mall", "--location", "31.2304,121.4737", "--district", "黄浦区"]);
  await run("located", ["venue", "add", "mall", "--title", "Grand Mall"]);
  const state = await openState("sqlite:", at("located"));
  expect(await readVenues(state)).toMatchObject([
    { name: "Grand Mall", district: "黄浦区", location: { latitudeDegrees: 31.2304, longitudeDegrees: 121.4737 } },
  ]);
  await state.close();
  await expect(run("located", words("venue add mall --location 121.4737,31.2304"))).rejects.toThrow(
    /--location .* is no latitude and longitude/,
  );
  const file = at("located.json");
  writeFileSync(
    file,
    JSON.stringify({
      venue: {
        venueId: "shop",
        name: "Shop",
        timeZone: "Asia/Shanghai",
        floors: [],
        location: { latitudeDegrees: 91 },
      },
    }),
  );
  await expect(run("located", ["venue", "import", file])).rejects.toThrow(/\/venue\/location/);
});

test("what is not named of a venue or a floor stays: its zone, its name, its size, its plan", async () => {
  await prepared("kept");
  await run("kept", ["venue", "add", "mall", "--title", "Grand Mall"]);
  expect((await run("kept", words("venue list"))).printed).toBe("mall\tground\tGrand Mall\tAsia/Urumqi");
  await run("kept", words("venue add mall --time-zone Asia/Hong_Kong"));
  await run("kept", words("venue add mall"));
  expect((await run("kept", words("venue list"))).printed).toBe("mall\tground\tGrand Mall\tAsia/Hong_Kong");

  await run("kept", ["venue", "floor", "mall", "ground", "--plan", at("ground.svg")]);
  await run("kept", ["venue", "floor", "mall", "roof", "--width", "20", "--height", "20"]);
  await run("kept", words("venue floor mall ground --title G"));
  const state = await openState("sqlite:", at("kept"));
  const floors = await state.db.selectFrom("venues").select("floors").executeTakeFirstOrThrow();
  expect(JSON.parse(floors.floors)).toEqual([
    { floorId: "ground", name: "G", widthMetres: 60, heightMetres: 40 },
    { floorId: "roof", name: "roof", widthMetres: 20, heightMetres: 20 },
  ]);
  expect(await readPlan(state.db, "mall", "ground")).toMatchObject({ type: "image/svg+xml" });
  // A picture of another kind takes the place of the one before; nothing of it is left to be served.
  await run("kept", ["venue", "floor", "mall", "ground", "--plan", at("ground.png")]);
  expect(await readPlan(state.db, "mall", "ground")).toMatchObject({ type: "image/png" });
  await run("kept", words("venue floor mall ground --no-plan"));
  expect(await readPlan(state.db, "mall", "ground")).toBeUndefined();
  await state.close();
});

test("a floor that gets smaller says which sensors are outside of it, and a plan of another shape that it is drawn out of shape", async () => {
  await prepared("smaller");
  await run("smaller", words("sensor add door --floor ground --x 58 --y 3"));
  await run("smaller", words("sensor add hall --floor ground --x 8 --y 3"));
  const { told } = await run("smaller", words("venue floor mall ground --width 50"));
  expect(told).toMatch(/^door is at 58, 3, which is outside ground now; .*sensor place door/);
  expect(told).not.toContain("hall");
  expect((await run("smaller", ["venue", "floor", "mall", "ground", "--plan", at("ground.svg")])).told).toContain(
    "drawn out of shape",
  );
});

test("a wrong value is refused where it is given, with an example, and nothing is written", async () => {
  await prepared("wrong");
  await run("wrong", words("sensor add hall"));
  const before = (await run("wrong", words("venue list"))).printed;
  const cases: [string[], RegExp][] = [
    [
      words("venue add other --time-zone Beijing"),
      /--time-zone "Beijing": it is no IANA time zone \(did you mean Asia\/Shanghai\?/,
    ],
    [words("venue add mall --time-zone +08:00"), /did you mean Asia\/Shanghai/],
    [words("venue add Mall"), /cannot name a venue.*example: grand-mall/],
    [["venue", "add", "mall", "--title", "Evil\u202e"], /--title .*marks that turn.*example/],
    [["venue", "add", "mall", "--title", "\u001b[2J"], /--title .*control characters/],
    [["venue", "add", "mall", "--title", " "], /--title/],
    [
      words("venue floor mall ground --width 60000 --height 40000"),
      /--width 60000: a side of a floor has 0\.5 to 2000 metres \(example/,
    ],
    [words("venue floor mall ground --width 0"), /0\.5 to 2000/],
    [words("venue floor mall ground --height -3"), /0\.5 to 2000/],
    [words("venue floor mall new --width 5"), /a new floor needs both.*example/],
    [words("venue floor mall B1 --width 5 --height 5"), /cannot name a floor/],
    [
      ["venue", "floor", "mall", "ground", "--plan", at("text.png")],
      /text\.png: it is neither an SVG nor a PNG.*example/,
    ],
    [["venue", "floor", "mall", "ground", "--plan", at("none.svg")], /none\.svg: .*there is no such file/],
    [words("sensor place hall --floor ground --x 60.1 --y 3"), /outside ground, which is 60 m wide.*example/],
    [words("sensor add gate --floor ground --x -1 --y 3"), /outside ground/],
    [words("sensor add Gate"), /cannot name a sensor/],
    [["sensor", "add", "gate", "--title", "a\nb"], /--title/],
  ];
  for (const [line, why] of cases) {
    const failed = run("wrong", line);
    await expect(failed, line.join(" ")).rejects.toThrow(ConfigError);
    await expect(failed, line.join(" ")).rejects.toThrow(why);
  }
  expect((await run("wrong", words("venue list"))).printed).toBe(before);
  expect((await run("wrong", words("sensor list"))).printed).not.toContain("gate");
  await expect(run("init", words("init --time-zone Beijing"))).rejects.toThrow(/Asia\/Shanghai/);
  await expect(run("init", words("init --http-port 8443 --mqtt-port 8443"))).rejects.toThrow(
    /need a port each \(example/,
  );
  await expect(run("init", ["init", "--venue-name", "\u202e"])).rejects.toThrow(/--venue-name/);
});

const FILE = {
  venue: {
    venueId: "mall",
    name: "Mall",
    timeZone: "Asia/Shanghai",
    floors: [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }],
  },
  plans: [{ floorId: "ground", file: "ground.svg" }],
  sensors: [{ sensorId: "door", name: "Door", floorId: "ground", x: 1, y: 2, password: "a password" }],
};

test("a venue file is held to the same, every value with its place, and a wrong one writes nothing", async () => {
  const put = (file: unknown): string => {
    writeFileSync(at("venue.json"), typeof file === "string" ? file : JSON.stringify(file));
    return at("venue.json");
  };
  await run("import", ["init", "--host", "127.0.0.1", "--venue", "first"]);
  await run("import", words("sensor add hall"));
  const [ground] = FILE.venue.floors;
  const [door] = FILE.sensors;
  const cases: [unknown, RegExp][] = [
    ["{", /venue\.json: it is not JSON/],
    [{ ...FILE, venue: { ...FILE.venue, timeZone: "Beijing" } }, /\/venue\/timeZone "Beijing": .*Asia\/Shanghai/],
    [
      { ...FILE, venue: { ...FILE.venue, name: "a\u202eb" } },
      /\/venue\/name is not written as it must be.*example: Grand Mall/,
    ],
    [
      { ...FILE, venue: { ...FILE.venue, floors: [{ ...ground, widthMetres: 60_000 }] } },
      /\/venue\/floors\/0\/widthMetres must be <= 2000, and is 60000 \(example: 60\)/,
    ],
    [
      { ...FILE, venue: { ...FILE.venue, floors: [ground, ground] } },
      /\/venue\/floors\/1\/floorId ground stands twice/,
    ],
    [{ ...FILE, venue: { ...FILE.venue, size: 3 } }, /\/venue\/size is unknown/],
    [{ ...FILE, plans: [{ floorId: "roof", file: "ground.svg" }] }, /\/plans\/0\/floorId roof is no floor/],
    [{ ...FILE, plans: [{ floorId: "ground", file: "text.png" }] }, /text\.png: it is neither/],
    [{ ...FILE, sensors: [{ ...door, x: 61 }] }, /\/sensors\/0 door at 61, 2 is outside ground/],
    [{ ...FILE, sensors: [{ ...door, y: undefined }] }, /\/sensors\/0 floorId, x and y need each other/],
    [{ ...FILE, sensors: [{ ...door, floorId: "roof" }] }, /\/sensors\/0\/floorId roof is no floor/],
    [{ ...FILE, sensors: [door, door] }, /\/sensors\/1\/sensorId door stands twice/],
    [{ ...FILE, sensors: [{ ...door, sensorId: "hall" }] }, /hall is a sensor of first/],
  ];
  for (const [file, why] of cases) {
    const failed = run("import", ["venue", "import", put(file)]);
    await expect(failed, String(why)).rejects.toThrow(ConfigError);
    await expect(failed, String(why)).rejects.toThrow(why);
  }
  expect((await run("import", words("venue list"))).printed).not.toContain("mall");

  await run("import", ["venue", "import", put(FILE)]);
  const state = await openState("sqlite:", at("import"));
  expect(await readPlan(state.db, "mall", "ground")).toMatchObject({ image: Buffer.from(SVG) });
  // A floor that the file has no more takes its plan with it.
  const roof = { ...ground, floorId: "roof" };
  await run("import", ["venue", "import", put({ venue: { ...FILE.venue, floors: [roof] } })]);
  expect(await readPlan(state.db, "mall", "ground")).toBeUndefined();
  await state.close();
});
