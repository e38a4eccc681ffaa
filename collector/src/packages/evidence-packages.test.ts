import { execFile, execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { EvidenceKey, EvidencePackage } from "@probewarden/contract";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "../api/app-fixture.ts";
import { BOX, makeFinding } from "../intake/test-messages.ts";
import { createPrivateFile } from "../main/private-files.ts";
import { makeVenueRow } from "../store/state/test-rows.ts";
import { judgeMessage } from "../suspects/test-judge.ts";
import { MOST_OF_ONE } from "./evidence-packages.ts";
import { PACKAGE_KEY_FILE, packageKeyOf } from "./package-key.ts";
import { asJson } from "./package-member.ts";
import { VERIFIER } from "./write-package.ts";

interface Fault {
  where: string;
  what: string;
}
type Verify = (content: Buffer | { name: string; data: Buffer }[], fingerprint: string) => Fault[];

let fixture: AppFixture;
let verifyPackage: Verify;
let suspectId: string;
let zip: Buffer;
let fingerprint: string;
const folder = mkdtempSync(join(tmpdir(), "pw-package-"));

const get = (url: string) => fixture.app.inject({ url, headers: { host: "localhost" } });
const post = (url: string, payload: object) => fixture.app.inject({ method: "POST", url, payload, headers: OWN_PAGE });
const ask = (payload: object = { purpose: "移送", legalBasis: "案件 12" }) =>
  post(`/api/suspects/${suspectId}/packages`, payload);

beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  ({ verifyPackage } = (await import(pathToFileURL(VERIFIER).href)) as { verifyPackage: Verify });
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
  const at = fixture.clock.now;
  const instant = new Date(at).toISOString();
  const line = { detector: "karma", detectorVersion: 3, family: "answers", code: "answers-any-name", weightDb: 42 };
  const more = { boundDb: 12, usedDb: 42, basis: "judged" as const, facts: [], frames: [], names: [] };
  const evidence = [{ ...line, ...more, firstAt: instant, lastAt: instant }];
  const finding = makeFinding("f1", { firstHeardAt: instant, lastHeardAt: instant, evidence });
  const judged = await judgeMessage(fixture.state, { sensorId: "door", finding, at, seq: 1 });
  suspectId = judged?.suspectId ?? "";
  await post(`/api/suspects/${suspectId}/decision`, { decision: "to-visit", reason: "看一看" });
  const { packageId } = (await ask()).json<EvidencePackage>();
  const answer = await get(`/api/packages/${packageId}/file`);
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "application/zip"]);
  zip = answer.rawPayload;
  ({ fingerprint } = (await get("/api/packages/key")).json<EvidenceKey>());
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true });
});

/** The package's files by name, and where the data of each begins in the zip: by the headers before them. */
function members(): Map<string, { data: Buffer; start: number }> {
  const found = new Map<string, { data: Buffer; start: number }>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const start = at + 30 + zip.readUInt16LE(at + 26);
    const name = zip.toString("utf8", at + 30, start);
    at = start + zip.readUInt32LE(at + 18);
    found.set(name, { data: zip.subarray(start, at), start });
  }
  expect(Object.keys(unzipSync(zip))).toEqual([...found.keys()]);
  return found;
}
const text = (name: string): string => members().get(name)?.data.toString("utf8") ?? "";
const flipped = (octet: number, bit: number): Buffer => {
  const other = Buffer.from(zip);
  other[octet] = (other[octet] ?? 0) ^ (1 << bit);
  return other;
};

test("a package says what, with what, where, by which clock, who, why, and what was removed", () => {
  const manifest = JSON.parse(text("manifest.json"));
  expect(manifest).toMatchObject({
    format: "probewarden-package",
    tool: { name: "probewarden-collector" },
    about: { suspectId, suspicion: "probe-box" },
    venue: { venueId: "mall", timeZone: "Asia/Shanghai" },
    sensors: [{ sensorId: "door" }],
    clock: { correctedBeyondSeconds: 30 },
    persons: [{ part: "asked for it" }, { part: "took it" }],
    purpose: "移送",
    legalBasis: "案件 12",
    removedForPrivacy: expect.arrayContaining([expect.objectContaining({ code: "visitors-addresses" })]),
  });
  expect(manifest.detectors).toEqual([{ detector: "karma", version: 3 }]);
  for (const { name, bytes, sha256, sm3, type } of manifest.files) {
    const data = members().get(name)?.data ?? Buffer.alloc(0);
    const hashes = ["sha256", "sm3"].map((kind) => createHash(kind).update(data).digest("hex"));
    expect([name, type, data.length, ...hashes]).toEqual([name, expect.stringContaining("/"), bytes, sha256, sm3]);
  }
  expect(JSON.parse(text("evidence.jsonl").split("\n")[0] ?? "")).toMatchObject({ sensorId: "door", weightDb: 42 });
  expect(JSON.parse(text("judgement.json"))).toMatchObject({ bandsFromDb: { watch: -10, suspected: 10, strong: 20 } });
  expect(JSON.parse(text("suspect.json")).transmitters).toEqual([BOX]);
  expect(JSON.parse(text("decisions.jsonl").split("\n")[0] ?? "")).toMatchObject({ decision: "to-visit" });
});

test("custody names who decided, who asked and who took it away", () => {
  const lines = text("custody.jsonl").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual([
    "suspect-to-visit",
    "package-asked",
    "package-taken",
  ]);
});

test("the page that is read first says that one capture gives a part of the evidence, and where that is said", () => {
  expect(text("read-me.txt")).toMatch(/lower score[^]*captures\[\]\.replay[^]*inCaptures/);
});

test("the verifier finds a package whole as a zip and as a folder, and only with its own key", () => {
  expect(verifyPackage(zip, fingerprint)).toEqual([]);
  const files = [...members()].map(([name, { data }]) => ({ name, data }));
  expect(verifyPackage(files, fingerprint)).toEqual([]);
  expect(verifyPackage(zip, "0".repeat(64))).toEqual([
    { where: "signature.json", what: `it is signed with another key: ${fingerprint}`, otherKey: fingerprint },
  ]);
  // One that was changed besides is a changed one.
  const { start = 0 } = members().get("suspect.json") ?? {};
  expect(verifyPackage(flipped(start, 0), "0".repeat(64)).map(({ where }) => where)).toEqual([
    "suspect.json",
    "signature.json",
  ]);
});

test("one flipped bit in any member is named: which file, which octet, which bit", () => {
  for (const [name, { data, start }] of members())
    for (const [octet, bit] of [
      [0, 0],
      [Math.floor(data.length / 2), 5],
      [data.length - 1, 7],
    ] as const)
      expect(verifyPackage(flipped(start + octet, bit), fingerprint), `${name} ${octet}`).toEqual([
        { where: name, what: `bit ${bit} of octet ${octet} is flipped, and nothing else` },
      ]);
});

test("one flipped bit anywhere in the zip's own structure is named", () => {
  const data = [...members().values()].map(({ start, data: { length } }) => [start, start + length] as const);
  let looked = 0;
  for (let octet = 0; octet < zip.length; octet++) {
    if (data.some(([from, to]) => octet >= from && octet < to)) continue;
    // Each would be looked at in 12 s; each fourth of them leaves out no kind of field.
    if (looked++ % 4 > 0) continue;
    const bit = (looked * 5) % 8;
    expect(verifyPackage(flipped(octet, bit), fingerprint), String(octet)).toEqual([
      {
        where: "the zip",
        what: `its own structure is not as it was made, from octet ${octet} on: bit ${bit} of octet ${octet} is flipped, and nothing else`,
      },
    ]);
  }
  expect(looked).toBeGreaterThan(1000);
});

test("what is added, left out, hidden or cut off is found", () => {
  const files = [...members()].map(([name, { data }]) => ({ name, data }));
  for (const { name } of files) {
    const left = files.filter((file) => file.name !== name);
    expect(verifyPackage(left, fingerprint), name).toEqual([{ where: name, what: "it is missing" }]);
  }
  expect(verifyPackage([...files, { name: "more.txt", data: Buffer.from("x") }], fingerprint)).toEqual([
    { where: '"more.txt"', what: "nobody has signed it" },
  ]);
  expect(verifyPackage(Buffer.concat([zip, Buffer.from("hidden")]), fingerprint)).not.toEqual([]);
  expect(verifyPackage(Buffer.concat([Buffer.from("hidden"), zip]), fingerprint)).not.toEqual([]);
  for (let length = 0; length < zip.length; length += 97)
    expect(verifyPackage(zip.subarray(0, length), fingerprint), String(length)).not.toEqual([]);
});

test("a package that was signed anew with another key is refused, however well it fits together", async () => {
  const other = mkdtempSync(join(folder, "other-"));
  const { writePackage } = await import("./write-package.ts");
  const member = { name: "suspect.json", type: "application/json", holds: "a lie", data: asJson({ lie: true }) };
  const forged = writePackage([member], {}, packageKeyOf(join(other, PACKAGE_KEY_FILE)));
  expect(verifyPackage(forged, packageKeyOf(join(other, PACKAGE_KEY_FILE)).described.fingerprint)).toEqual([]);
  expect(verifyPackage(forged, fingerprint)[0]?.what).toMatch(/signed with another key/);
});

test("the verifier is one file that needs Node alone; it exits 0, 1, 2 and 3", () => {
  const alone = join(folder, "alone");
  mkdirSync(alone);
  const at = (name: string): string => join(alone, name);
  writeFileSync(at("verify.mjs"), text("verify-package.mjs"));
  writeFileSync(at("package.zip"), zip);
  writeFileSync(at("bad.zip"), flipped(zip.length - 1, 0));
  for (const [name, { data }] of members()) {
    mkdirSync(dirname(at(`folder/${name}`)), { recursive: true });
    writeFileSync(at(`folder/${name}`), data);
  }
  const spaced = (fingerprint.toUpperCase().match(/.{4}/g) ?? []).join(" ");
  expect(execFileSync(process.execPath, [at("verify.mjs"), at("package.zip"), spaced], { encoding: "utf8" })).toMatch(
    /whole, and signed with the key/,
  );
  const run = (...args: string[]) => spawnSync(process.execPath, [at("verify.mjs"), ...args], { encoding: "utf8" });
  expect(run(at("folder"), fingerprint).status).toBe(0);
  expect(run(at("bad.zip"), fingerprint)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^the zip: /m) });
  const mistyped = `${fingerprint.slice(0, -1)}${fingerprint.endsWith("0") ? "1" : "0"}`;
  const another = run(at("package.zip"), mistyped);
  expect(another).toMatchObject({ status: 3, stdout: expect.stringMatching(/签名完好.*ANOTHER KEY/) });
  expect(another.stdout).toContain(mistyped);
  expect(another.stdout).toContain(fingerprint);
  expect(another.stdout).not.toMatch(/NOT as it was made|已被改动/);
  expect(run(at("bad.zip"), mistyped)).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/NOT as it was made/),
  });
  expect(run(at("package.zip"))).toMatchObject({ status: 2, stderr: expect.stringMatching(/^usage: /) });
  expect(run(at("nothing.zip"), fingerprint)).toMatchObject({ status: 2, stderr: expect.stringMatching(/ENOENT/) });
});

test("what is asked for is listed with each file that left, and its hash is that of the file", async () => {
  const { items } = (await get(`/api/packages?suspectId=${suspectId}`)).json<{ items: EvidencePackage[] }>();
  expect(items).toMatchObject([
    { purpose: "移送", taken: [{ bytes: zip.length, sha256: createHash("sha256").update(zip).digest("hex") }] },
  ]);
  const packageId = items[0]?.packageId ?? "";
  for (let n = 1; n < 20; n++) expect((await get(`/api/packages/${packageId}/file`)).statusCode).toBe(200);
  const often = await get(`/api/packages/${packageId}/file`);
  expect([often.statusCode, often.json().code]).toEqual([409, "taken-often"]);
});

test("without purpose or legal basis, about nothing, and without end none is made", async () => {
  expect((await ask({ purpose: "", legalBasis: "x" })).statusCode).toBe(400);
  expect((await ask({ purpose: "x" })).statusCode).toBe(400);
  expect((await post("/api/suspects/nowhere/packages", { purpose: "x", legalBasis: "x" })).statusCode).toBe(404);
  expect((await ask()).statusCode).toBe(200);
  const [row] = await fixture.state.db.selectFrom("evidence_packages").selectAll().execute();
  if (row === undefined) throw new Error("there is none");
  const many = Array.from({ length: MOST_OF_ONE - 2 }, (_, n) => ({ ...row, package_id: `package-${n}` }));
  await fixture.state.db.insertInto("evidence_packages").values(many).execute();
  expect((await ask()).json().code).toBe("too-many-packages");
});

test("two processes that make the key at once sign with the same one, and leave nothing beside it", async () => {
  const dir = mkdtempSync(join(folder, "race-"));
  const made = new URL("./package-key.ts", import.meta.url).href;
  const script = `const { packageKeyOf } = await import(${JSON.stringify(made)});
    // Both wait for the same moment.
    while (Date.now() < ${Date.now() + 4_000}) ;
    process.stdout.write(packageKeyOf(${JSON.stringify(join(dir, PACKAGE_KEY_FILE))}).described.fingerprint);`;
  const make = () =>
    promisify(execFile)(process.execPath, [
      "--conditions=@probewarden/source",
      "--import",
      "tsx",
      "--input-type=module",
      "--eval",
      script,
    ]);
  const makers = await Promise.all([make(), make()]);
  expect(new Set(makers.map(({ stdout }) => stdout))).toEqual(
    new Set([packageKeyOf(join(dir, PACKAGE_KEY_FILE)).described.fingerprint]),
  );
  expect(readdirSync(dir)).toEqual([PACKAGE_KEY_FILE]);
  // Whoever comes last writes nothing over it.
  expect(createPrivateFile(join(dir, PACKAGE_KEY_FILE), "another")).toBe(false);
  expect(readdirSync(dir)).toEqual([PACKAGE_KEY_FILE]);
});

test("the key is made once, is its owner's only, and a file that holds none is not replaced", () => {
  const dir = mkdtempSync(join(folder, "key-"));
  const first = packageKeyOf(join(dir, PACKAGE_KEY_FILE)).described;
  expect(packageKeyOf(join(dir, PACKAGE_KEY_FILE)).described).toEqual(first);
  const file = join(dir, PACKAGE_KEY_FILE);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o600);
  writeFileSync(file, "nonsense");
  expect(() => packageKeyOf(join(dir, PACKAGE_KEY_FILE))).toThrow(/package\.key: it is no Ed25519 key in PEM/);
});
