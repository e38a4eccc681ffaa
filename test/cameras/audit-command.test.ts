import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AuditRig, isapi, OPERATOR } from "../../agent/src/cameras/audit/audit-for-tests.ts";
import { runCommandLine } from "../../agent/src/main/command-line.ts";

const rig = new AuditRig();
let folder = "";
let account = "";
let out = "";
beforeEach(async () => {
  await rig.begin();
  folder = await mkdtemp(join(tmpdir(), "pw-audit-command-"));
  account = join(folder, "account");
  await writeFile(account, `${OPERATOR.name}\n${OPERATOR.password}\n`, { mode: 0o600 });
  vi.stubEnv("XDG_STATE_HOME", folder);
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rig.clear();
  await rm(folder, { recursive: true });
});

test("a camera that refuses the account costs another one behind the same address nothing, and is not offered it again", async () => {
  const refusing = await rig.start((_request, response) =>
    response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n"' }).end(),
  );
  const camera = await rig.start(isapi('Digest realm="r", qop="auth", nonce="n0nce", algorithm=MD5'));
  const places = [refusing, camera].map(({ port }) => `127.0.0.1:${port}`);
  const run = (): Promise<number> =>
    runCommandLine(["cameras", "audit", "--account", account, ...places], () => undefined);
  expect(await run()).toBe(0);
  const [first, second] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(first).toMatchObject({ port: refusing.port, accepted: false, ladder: [] });
  expect(second).toMatchObject({ port: camera.port, accepted: true, model: "T 1", sendsTo: [], channels: [] });
  const logins = (): number => refusing.requests.filter(({ authorization }) => authorization !== undefined).length;
  expect(logins()).toBe(1);
  expect(await run()).toBe(0);
  expect(logins()).toBe(1);
  const log = await readFile(join(folder, "probewarden", "cameras", "audit.log"), "utf8");
  expect(log.trim().split("\n")).toHaveLength(refusing.requests.length + camera.requests.length);
  expect(log + out).not.toContain(OPERATOR.password);
});
