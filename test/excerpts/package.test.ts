import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvidenceKey, EvidencePackage } from "../../contract/src/index.ts";
import { replayFile } from "../../agent/src/replay/replay.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { storeExcerpt } from "../../collector/src/excerpts/store-excerpt.ts";
import { VERIFIER } from "../../collector/src/packages/write-package.ts";
import { makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { judgeMessage } from "../../collector/src/suspects/test-judge.ts";
import { hear, type Heard } from "./lab-excerpts.ts";

type Verify = (content: Buffer, fingerprint: string) => { where: string; what: string }[];

const folder = mkdtempSync(join(tmpdir(), "pw-package-frames-"));
let fixture: AppFixture;
let heard: Heard;
let members: Record<string, Uint8Array>;
let zip: Buffer;

const get = (url: string) => fixture.app.inject({ url, headers: { host: "localhost" } });

/** A karma box in front of a sensor, its findings and frames in a collector, and the package that an officer takes there. */
beforeAll(async () => {
  heard = await hear("canary_answer");
  fixture = await makeApp({ demo: true });
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
  const at = fixture.clock.now;
  let seq = 0;
  let suspectId = "";
  for (const finding of heard.findings.values()) {
    const judged = await judgeMessage(fixture.state, { sensorId: "door", finding, at, seq: ++seq });
    suspectId = judged?.suspectId ?? "";
  }
  for (const body of heard.excerpts) {
    const sent = { venueId: "mall", sensorId: "door", receivedAt: at, clockOffsetMs: 250, body };
    expect(await fixture.state.transaction((trx) => storeExcerpt(trx, sent))).toBeUndefined();
  }
  const payload = { purpose: "移送", legalBasis: "案件 12" };
  const asked = await fixture.app.inject({
    method: "POST",
    url: `/api/suspects/${suspectId}/packages`,
    payload,
    headers: OWN_PAGE,
  });
  zip = (await get(`/api/packages/${asked.json<EvidencePackage>().packageId}/file`)).rawPayload;
  members = unzipSync(zip);
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true });
});

test("a package holds what the sensor heard, and its manifest says what stands in it, by which clock, and what was removed", () => {
  const manifest = JSON.parse(Buffer.from(members["manifest.json"] ?? []).toString());
  const [excerpt] = heard.excerpts;
  expect(manifest.captures).toHaveLength(1);
  const [{ file, ...facts }] = manifest.captures;
  expect(file).toMatch(/^captures\/door\.frames-[g-v]+\.pcapng$/);
  expect(Buffer.from(members[file] ?? []).toString("base64")).toBe(excerpt?.capture);
  expect(facts).toMatchObject({
    sensorId: "door",
    frames: excerpt?.frames,
    clock: { offsetSeconds: 0.25 },
    standsAsItIs: {
      transmitters: excerpt?.transmitters,
      targets: [],
      names: excerpt?.names,
      namesAsText: excerpt?.names.map((hex) => Buffer.from(hex, "hex").toString()),
    },
    removed: { addressesReplaced: excerpt?.addressesReplaced, namesReplaced: excerpt?.namesReplaced },
    replay: { reproduces: excerpt?.reproduced, doesNotReproduce: excerpt?.notReproduced },
  });
  expect(manifest.removedForPrivacy).toContainEqual(expect.objectContaining({ code: "captures-pseudonymised" }));
  expect(manifest.files).toContainEqual(expect.objectContaining({ name: file, type: "application/x-pcapng" }));
});

test("replaying the package's capture gives the lines of the package, weight for weight", async () => {
  const manifest = JSON.parse(Buffer.from(members["manifest.json"] ?? []).toString());
  const [{ file, replay }] = manifest.captures;
  const lines = Buffer.from(members["evidence.jsonl"] ?? [])
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { code: string; weightDb: number; inCaptures: object });
  const path = join(folder, "capture.pcapng");
  writeFileSync(path, members[file] ?? new Uint8Array(0));
  const { suspects } = await replayFile({ path, jsonl: true, out: () => undefined });
  const replayed = suspects.flatMap(({ evidence }) => evidence.map(({ code, weightDb }) => ({ code, weightDb })));
  expect(replay.reproduces.length).toBeGreaterThan(2);
  expect(replay.doesNotReproduce).toEqual([]);
  for (const { code, weightDb } of lines) expect(replayed).toContainEqual({ code, weightDb });
  // And beside each line stands where it is given again.
  expect(lines.map(({ inCaptures }) => inCaptures)).toEqual(lines.map(() => ({ givenAgainBy: [file] })));
});

test("the verifier finds it whole, and names a flipped bit of the capture", async () => {
  const { verifyPackage } = (await import(pathToFileURL(VERIFIER).href)) as { verifyPackage: Verify };
  const { fingerprint } = (await get("/api/packages/key")).json<EvidenceKey>();
  expect(verifyPackage(zip, fingerprint)).toEqual([]);
  const file = Object.keys(members).find((name) => name.startsWith("captures/")) ?? "";
  const at = zip.indexOf(Buffer.from(members[file] ?? []));
  const other = Buffer.from(zip);
  other[at + 100] = (other[at + 100] ?? 0) ^ 1;
  expect(verifyPackage(other, fingerprint)).toEqual([expect.objectContaining({ where: file })]);
});
