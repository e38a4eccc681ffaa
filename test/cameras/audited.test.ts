import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AuditRecords, withAudit } from "../../agent/src/cameras/audit/audit-records.ts";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { runCommandLine } from "../../agent/src/main/command-line.ts";
import { startFakeCamera, type FakeCamera } from "../../demo/src/fake-camera/fake-camera.ts";
import { AISLE_COUNTER, FAKE_CAMERAS } from "../../demo/src/fake-camera/replies.ts";

const { account } = FAKE_CAMERAS.faceEntrance;
let camera: FakeCamera;
let folder = "";
beforeAll(async () => {
  camera = await startFakeCamera({ profile: FAKE_CAMERAS.faceEntrance });
  folder = await mkdtemp(join(tmpdir(), "pw-audited-"));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await camera.stop();
  await rm(folder, { recursive: true });
});

test("the fake camera with an account checks the login, and an audit of it climbs to what is switched on and where faces go", async () => {
  vi.stubEnv("XDG_STATE_HOME", folder);
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  const file = join(folder, "account");
  const audit = async (password: string): Promise<number> => {
    await writeFile(file, `${account.name}\n${password}\n`, { mode: 0o600 });
    return runCommandLine(["cameras", "audit", "--account", file, `127.0.0.1:${camera.httpPort}`], () => undefined);
  };
  expect(await audit(account.password)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    model: "DEMO-ENTRANCE-4",
    accepted: true,
    sendsTo: [{ to: "http://203.0.113.20:8080/visitors/faces" }],
  });
  const records = await new AuditRecords(join(folder, "probewarden")).all();
  const config = {
    enabled: true,
    interfaces: [],
    unicast: [camera.discovery],
    allowLoopback: true,
    visitEveryMinutes: 60,
  };
  const [visit] = (await visitOnce(config)).visits;
  const finding = visit && withAudit(visit.finding, visit.port, records, undefined);
  expect(visit?.finding.ladder).toMatchObject([{ category: "face-detection", step: "advertised" }]);
  expect(finding?.ladder.map(({ category, step }) => `${category} ${step}`).toSorted()).toEqual([
    "face-detection enabled",
    "face-recognition supported",
    "perimeter supported",
  ]);
  // A wrong password is refused, and offered once.
  out = "";
  expect(await audit("wrong")).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ accepted: false });
});

test("a fake camera that knows logins in SOAP alone checks the token by its own clock, and an audit of it reads what it is set to do", async () => {
  const counter = await startFakeCamera({ profile: AISLE_COUNTER });
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  const file = join(folder, "account");
  const audit = async (password: string): Promise<number> => {
    await writeFile(file, `${AISLE_COUNTER.account.name}\n${password}\n`, { mode: 0o600 });
    return runCommandLine(["cameras", "audit", "--account", file, `127.0.0.1:${counter.httpPort}`], () => undefined);
  };
  expect(await audit(AISLE_COUNTER.account.password)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ model: "DEMO-AISLE-2", firmware: "5.10", accepted: true, sentInClear: true });
  const { ladder } = JSON.parse(out) as { ladder: { category: string; step: string }[] };
  expect(ladder.map(({ category, step }) => `${category} ${step}`).toSorted()).toEqual([
    "face-detection supported",
    "people-counting enabled",
  ]);
  // A wrong password is offered once, and no header of HTTP ever carried one.
  const before = counter.requests.length;
  out = "";
  expect(await audit("wrong")).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ accepted: false });
  expect(counter.requests.length).toBeGreaterThan(before);
  expect(counter.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  await counter.stop();
});
