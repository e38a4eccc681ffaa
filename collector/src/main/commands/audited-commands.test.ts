import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, expect, test } from "vitest";
import { verifyAudit } from "../../people/verify-audit.ts";
import { openState } from "../../store/state/open-state.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-audited-"));
afterAll(() => rmSync(folder, { recursive: true }));
const dataDir = join(folder, "data");
const floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
writeFileSync(join(folder, "networks.json"), JSON.stringify([{ bssid: "02:00:00:00:00:01", security: "wpa2" }]));
writeFileSync(
  join(folder, "pier.json"),
  JSON.stringify({ venue: { venueId: "pier", name: "Pier", timeZone: "UTC", floors: [floor] } }),
);
const PASSWORD = "correct horse battery";
const program = (): Command =>
  makeProgram({
    print: () => undefined,
    tell: () => undefined,
    environment: { PW_DATA_DIR: dataDir, PW_MQTT_PORT: "1883" },
    now: Date.now,
    ask: {
      text: () => Promise.resolve("yes"),
      secret: () => Promise.resolve(PASSWORD),
      choice: (_: string, all: readonly string[]) => Promise.resolve(all[0] ?? ""),
      yes: () => Promise.resolve(true),
    },
  });

/** Commands that change something, in an order in which each can, and what stands in the record of each. */
const CHANGES: readonly (readonly [line: string, actions: readonly string[]])[] = [
  ["init --host 127.0.0.1 --venue mall", ["venue-added", "account-invited"]],
  ["certificates renew", ["certificates-renewed"]],
  ["venue add mall --title Mall", ["venue-changed"]],
  ["venue add shop", ["venue-added"]],
  ["venue floor mall ground --width 60 --height 40", ["floor-added"]],
  ["venue floor mall ground --title Ground", ["floor-changed"]],
  ["venue residents mall on", ["residents-on"]],
  ["venue residents mall off", ["residents-off"]],
  [`venue networks mall --set ${join(folder, "networks.json")}`, ["networks-set"]],
  [`venue import ${join(folder, "pier.json")}`, ["venue-imported"]],
  ["sensor add north --venue mall", ["sensor-added"]],
  ["sensor add north --renew", ["sensor-changed"]],
  ["sensor place north --floor ground --x 1 --y 1", ["sensor-placed"]],
  ["sensor claim-code north", ["claim-code-made"]],
  ["sensor join-code --venue mall", ["site-code-made"]],
  ["floor remove mall ground --with-places", ["floor-removed"]],
  ["sensor remove north", ["sensor-retired"]],
  ["sensor add north --venue mall", ["sensor-added"]],
  ["venue remove pier", ["venue-removed"]],
  ["user add ana", ["account-made"]],
  ["user add ana --role auditor", ["password-changed"]],
  ["user reset ana", ["password-changed"]],
  ["user link", ["account-invited"]],
  ["user remove ana", ["account-removed"]],
];
/** Commands that change nothing of what the record is about, or whose line is held to elsewhere, each with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  run: "it is the collector itself",
  certificates: "it looks",
  "sensor list": "it looks",
  "release add": "its own test, for it takes a package that was signed",
  "release list": "it looks",
  "release remove": "as add",
  "venue list": "it looks",
  "place list": "it looks",
  "place calibrate": "its own test, for it takes points that fit",
  "place uncalibrate": "as calibrate",
  "package make": "its own test: it stands there as done by who takes the file away",
  "package key": "it looks",
  "package verify": "it looks at a file",
  "floor list": "it looks",
  "user list": "it looks",
  "audit verify": "it looks",
  "audit export": "it looks, as who owns the database may",
  "broker-config": "it writes files for mosquitto out of what is there",
  backup: "it copies, as who owns the folder may",
  restore: "it makes a folder of a backup, whose record it brings",
  move: "it copies the state with its record",
  doctor: "it looks",
  "check-config": "it looks",
  verify: "it looks",
  version: "it looks",
};

const namesOf = (command: Command, above = ""): string[] =>
  command.commands.flatMap((one) => {
    const name = `${above}${one.name()}`;
    return one.commands.length === 0
      ? [name]
      : [...(name === "certificates" ? [name] : []), ...namesOf(one, `${name} `)];
  });

test("of each command it is said whether it changes something", () => {
  const changing = new Set(CHANGES.map(([line]) => line));
  const unsaid = namesOf(program()).filter(
    (name) => !(name in NOT_HERE) && ![...changing].some((line) => line === name || line.startsWith(`${name} `)),
  );
  expect(unsaid).toEqual([]);
});

test("each command that changes something leaves its line in the chain, in the name of the command line", async () => {
  let seen = 0;
  for (const [line, actions] of CHANGES) {
    await program().parseAsync(line.split(" "), { from: "user" });
    const state = await openState("sqlite:", dataDir);
    const lines = await state.db.selectFrom("audit").selectAll().where("seq", ">", seen).orderBy("seq").execute();
    await state.close();
    expect([line, lines.map(({ action }) => action)]).toEqual([line, actions]);
    expect(new Set(lines.map(({ by }) => by)), line).toEqual(new Set(["command line"]));
    seen += lines.length;
  }
  const state = await openState("sqlite:", dataDir);
  const report = await verifyAudit(state.db);
  await state.close();
  expect([report.broken, report.lines]).toEqual([undefined, seen]);
});
