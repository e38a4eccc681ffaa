import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ASKED, MOST_ASKED_BYTES } from "./handed-over.ts";
import { packed, publisher, signed, TestMachine, type Behaviour } from "./machine-for-tests.ts";
import { whyNotInstalled } from "./may-install.ts";
import { readReleaseKey } from "./release-key.ts";
import { watchUnitText } from "./watch-unit.ts";

const A = packed("1.0.0");
const B = packed("1.1.0");
const AB = { release: B.release, back: A.release };
const WELL: Behaviour = { says: { acknowledged: true, hears: true } };

let machine: TestMachine;
beforeEach(() => void (machine = new TestMachine()));
afterEach(() => machine.remove());

/** Nothing is left of an update but what came of it and what the supervisor clears away itself. */
function expectCleared(): void {
  const { asks, store, units } = machine.places;
  expect(readdirSync(store)).toEqual(["outcome.json"]);
  expect(readdirSync(units, { recursive: true }).filter((name) => name !== "multi-user.target.wants")).toEqual([]);
  expect(readdirSync(asks)).not.toContain(ASKED);
}

describe("a release that is well", () => {
  test("is installed, watched and stays, whenever the power goes once", async () => {
    let effects = Number.POSITIVE_INFINITY;
    for (let cutAt = 1; cutAt <= effects; cutAt++) {
      machine.behaviours.set("1.1.0", WELL);
      machine.ask(AB, [B.octets, A.octets]);
      const made = await machine.run(cutAt);
      if (cutAt === 1) effects = made;
      expect([cutAt, machine.installed, machine.outcome]).toEqual([
        cutAt,
        { version: "1.1.0", isWhole: true },
        { id: "c-one", state: "done" },
      ]);
      expectCleared();
      machine.remove();
      machine = new TestMachine();
    }
    expect(effects).toBeGreaterThan(12);
  });

  test("is judged by what the radio was before: who was deaf need not hear", async () => {
    machine.behaviours.set("1.1.0", { says: { acknowledged: true, hears: false } });
    machine.ask(AB, [B.octets, A.octets]);
    const asked = join(machine.places.asks, ASKED);
    writeFileSync(asked, readFileSync(asked, "utf8").replace('"heard":true', '"heard":false'));
    await machine.run();
    expect(machine.outcome?.state).toBe("done");
  });

  test("is installed once, however often it is asked", async () => {
    machine.behaviours.set("1.1.0", WELL);
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run();
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run();
    expect(machine.installs).toEqual(["1.1.0"]);
    expect(machine.outcome).toEqual({ id: "c-one", state: "done" });
  });
});

describe("a release that is not well gives way to the one before", () => {
  const bad: [what: string, behaviour: Behaviour, reason: string, cause: string][] = [
    ["never starts", {}, "rolled-back", "not-started"],
    ["reaches no collector", { says: { acknowledged: false, hears: true } }, "rolled-back", "not-acknowledged"],
    ["hears no more", { says: { acknowledged: true, hears: false } }, "rolled-back", "not-hearing"],
    ["starts again and again", { ...WELL, restarts: true }, "rolled-back", "not-steady"],
    ["takes the machine down", { crashes: true }, "rolled-back", "restarted-too-often"],
    ["cannot be configured", { fails: true }, "install-failed", "install-failed"],
    ["lets none in its place", { holdsOn: true }, "rolled-back", "not-started"],
  ];

  test.each(bad)("one that %s", async (_what, behaviour, reason, cause) => {
    machine.behaviours.set("1.1.0", behaviour);
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run();
    expect(machine.installed).toEqual({ version: "1.0.0", isWhole: true });
    expect(machine.outcome).toEqual({ id: "c-one", state: "failed", reason, cause });
    expectCleared();
  });

  test("whenever the power goes once, also when it lets none in its place", async () => {
    let effects = Number.POSITIVE_INFINITY;
    for (let cutAt = 1; cutAt <= effects; cutAt++) {
      machine.behaviours.set("1.1.0", { holdsOn: true });
      machine.ask(AB, [B.octets, A.octets]);
      const made = await machine.run(cutAt);
      if (cutAt === 1) effects = made;
      expect([cutAt, machine.installed, machine.outcome?.reason]).toEqual([
        cutAt,
        { version: "1.0.0", isWhole: true },
        "rolled-back",
      ]);
      expectCleared();
      machine.remove();
      machine = new TestMachine();
    }
    expect(effects).toBeGreaterThan(12);
  });

  test("and where that fails too, it says so and stops", async () => {
    machine.behaviours.set("1.1.0", { fails: true }).set("1.0.0", { fails: true });
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run();
    expect(machine.outcome).toMatchObject({ state: "failed", reason: "not-rolled-back" });
    expect(machine.installs).toEqual(["1.1.0", "1.0.0", "1.0.0", "1.0.0"]);
    expectCleared();
  });

  test("whatever the word of another update, or of the version before, says of itself", async () => {
    machine.behaviours.set("1.1.0", {});
    machine.ask(AB, [B.octets, A.octets]);
    const well = { version: "1.1.0", run: "b", acknowledged: true, hears: true, token: "0".repeat(32) };
    writeFileSync(join(machine.places.asks, "well.json"), JSON.stringify(well));
    await machine.run();
    expect(machine.outcome).toMatchObject({ reason: "rolled-back", cause: "not-started" });
  });
});

describe("root believes nothing that it is asked", () => {
  const other = generateKeyPairSync("ed25519");
  const older = packed("0.9.0");
  const candidate = packed("1.0.0-rc1");
  const foreign = packed("1.1.0", { architecture: "arm64" });
  const misnamed = packed("1.1.0", { name: "ssh" });
  const lies: [what: string, releases: typeof AB, octets: Buffer[], reason: string][] = [
    [
      "a release that somebody else signed",
      { ...AB, release: signed(B.release, other.privateKey) },
      [B.octets, A.octets],
      "release-not-proved",
    ],
    [
      "a way back that somebody else signed",
      { ...AB, back: signed(A.release, other.privateKey) },
      [B.octets, A.octets],
      "release-not-proved",
    ],
    [
      "another version than was signed",
      { ...AB, release: { ...B.release, version: "2.0.0" } },
      [B.octets, A.octets],
      "release-not-proved",
    ],
    ["another package of the same size", AB, [Buffer.alloc(B.octets.length, "x"), A.octets], "release-not-as-signed"],
    ["a package that is cut", AB, [B.octets.subarray(1), A.octets], "release-not-as-signed"],
    ["a package with more behind it", AB, [Buffer.concat([B.octets, B.octets]), A.octets], "release-not-as-signed"],
    ["another way back", AB, [B.octets, B.octets.subarray(0, A.octets.length)], "release-not-as-signed"],
    ["an older release", { release: older.release, back: A.release }, [older.octets, A.octets], "not-newer"],
    [
      "a candidate of what runs",
      { release: candidate.release, back: A.release },
      [candidate.octets, A.octets],
      "not-newer",
    ],
    ["the same release", { release: A.release, back: A.release }, [A.octets, A.octets], "not-newer"],
    [
      "a way back that is not installed",
      { release: B.release, back: older.release },
      [B.octets, older.octets],
      "no-way-back",
    ],
    [
      "a release for another processor",
      { ...AB, release: foreign.release },
      [foreign.octets, A.octets],
      "other-architecture",
    ],
    [
      "a release that is another package inside",
      { ...AB, release: misnamed.release },
      [misnamed.octets, A.octets],
      "release-not-as-signed",
    ],
  ];
  test.each(lies)("%s is not installed", async (_what, releases, octets, reason) => {
    machine.ask(releases, octets);
    await machine.run();
    expect(machine.outcome).toEqual({ id: "c-one", state: "failed", reason });
    expect(machine.installs).toEqual([]);
    expectCleared();
  });

  test("without a key nothing is installed", async () => {
    rmSync(machine.places.keys[1] ?? "");
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run();
    expect(machine.outcome?.reason).toBe("no-release-key");
  });

  test("a link in the place of a package, or of the folder, leads nowhere", async () => {
    machine.ask(AB, [B.octets, A.octets]);
    const deb = join(machine.places.asks, `${B.release.sha256}.deb`);
    renameSync(deb, join(machine.folder, "elsewhere.deb"));
    symlinkSync(join(machine.folder, "elsewhere.deb"), deb);
    await machine.run();
    expect(machine.outcome?.reason).toBe("release-not-as-signed");

    renameSync(machine.places.asks, join(machine.folder, "real"));
    writeFileSync(join(machine.folder, "real", ASKED), "{}");
    symlinkSync(join(machine.folder, "real"), machine.places.asks);
    await expect(machine.run()).rejects.toThrow("ENOTDIR");
    expect(readdirSync(join(machine.folder, "real"))).toContain(ASKED);
  });

  test("what is asked as a link, a pipe, a book or nonsense is taken away and read as nothing", async () => {
    const asked = join(machine.places.asks, ASKED);
    const elsewhere = join(machine.folder, "elsewhere");
    writeFileSync(elsewhere, JSON.stringify({ id: "c-one", ...AB, heard: true }));
    const ways: (() => void)[] = [
      () => symlinkSync(elsewhere, asked),
      () => execFileSync("mkfifo", [asked]),
      () => writeFileSync(asked, `${readFileSync(elsewhere, "utf8")}${" ".repeat(MOST_ASKED_BYTES)}`),
      () => writeFileSync(asked, "nonsense"),
      () => writeFileSync(asked, JSON.stringify({ id: "../../etc/passwd", ...AB, heard: true })),
    ];
    for (const make of ways) {
      make();
      await machine.run();
      expect(readdirSync(machine.places.asks)).toEqual([]);
      expect(machine.outcome).toBeUndefined();
    }
    expect(readFileSync(elsewhere, "utf8")).toContain("c-one");
  });

  test("another wish while one is under way changes nothing of it", async () => {
    machine.behaviours.set("1.1.0", WELL);
    const C = packed("1.2.0");
    let asked = false;
    const install = machine.debian.install.bind(machine.debian);
    machine.debian.install = (file) => {
      if (!asked) machine.ask({ release: C.release, back: A.release }, [C.octets, A.octets], "c-two");
      asked = true;
      return install(file);
    };
    machine.ask(AB, [B.octets, A.octets]);
    await machine.run(9);
    expect(machine.installed.version).toBe("1.1.0");
    expect(machine.outcome?.state).not.toBe("taken");
  });
});

test("only a key that is root's own, in the first place where one lies, is believed", () => {
  const { places } = machine;
  const [etc = "", usr = ""] = places.keys;
  expect(readReleaseKey(places)).toBeDefined();
  expect(readReleaseKey({ ...places, keyOwner: places.keyOwner + 1 })).toBeUndefined();
  chmodSync(usr, 0o664);
  expect(readReleaseKey(places)).toBeUndefined();
  chmodSync(usr, 0o644);
  const pem = readFileSync(usr, "utf8");
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  for (const text of [
    "nonsense",
    pem + " ".repeat(5_000),
    publicKey.export({ type: "spki", format: "pem" }),
    privateKey.export({ type: "pkcs8", format: "pem" }),
  ]) {
    writeFileSync(etc, text, { mode: 0o644 });
    expect(readReleaseKey(places)).toBeUndefined();
  }
  rmSync(etc);
  symlinkSync(usr, etc);
  expect(readReleaseKey(places)).toBeUndefined();
  rmSync(etc);
  mkdirSync(etc);
  expect(readReleaseKey(places)).toBeUndefined();
});

test("the release itself comes after its candidate", () => {
  const installed = { key: publisher.publicKey, architecture: "amd64", version: "1.1.0-rc1" };
  const back = signed({ version: "1.1.0-rc1" });
  expect(whyNotInstalled({ release: B.release, back }, installed)).toBeUndefined();
});

test("what watches is the version before, from its copy", () => {
  const text = watchUnitText("/var/lib/probewarden-update", ["/usr/bin/node", "--a-flag"]);
  expect(text).toContain(
    "ExecStart=/usr/bin/node --a-flag /var/lib/probewarden-update/program/agent/bin/probewarden-agent.js update-watch\n",
  );
});
