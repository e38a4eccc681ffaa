import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AuditRig, isapi, OPERATOR } from "../../agent/src/cameras/audit/audit-for-tests.ts";
import type { Answer } from "../../agent/src/cameras/audit/camera-for-tests.ts";
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

test("a bundle holds what was read and sent without the login, is verified offline, and becomes a page and a table", async () => {
  const SECRET = "<DeviceInfo><model>T 9</model><userName>admin</userName><password>hunter2</password></DeviceInfo>";
  const answer = isapi('Digest realm="r", qop="auth", nonce="n0nce", algorithm=SHA-256');
  const camera = await rig.start((request, response, body) => {
    if (request.url === "/ISAPI/System/deviceInfo" && request.headers.authorization !== undefined)
      return void response.end(SECRET);
    answer(request, response, body);
  });
  const bundle = join(folder, "venue.bundle");
  const run = async (...args: string[]): Promise<[number, string[]]> => {
    const told: string[] = [];
    return [await runCommandLine(["cameras", ...args], (line) => told.push(line)), told];
  };
  const told: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
  const place = `127.0.0.1:${camera.port}`;
  expect(await run("audit", "--account", account, "--bundle", bundle, place)).toEqual([0, []]);
  const seal = /seal ([\da-f]{64})/.exec(told.join(""))?.[1] ?? "";
  const text = await readFile(bundle, "utf8");
  const kept = [...text.matchAll(/"kept":"([^"]*)"/g)].map(([, base64]) =>
    Buffer.from(base64 ?? "", "base64").toString(),
  );
  expect(kept.join("")).toContain("<model>T 9</model>");
  expect(text + kept.join("")).not.toMatch(/hunter2|s3cret|response=/);
  expect((text.match(/"kind":"sent"/g) ?? []).length).toBe(camera.requests.length);
  expect(await run("verify", bundle, "--seal", seal)).toEqual([0, []]);
  expect((await run("verify", bundle, "--seal", "0".repeat(64)))[0]).toBe(1);
  expect((await run("audit", "--account", account, "--bundle", bundle, place))[1].join("")).toContain(
    "never written over",
  );
  expect(await run("report", bundle, "--to", join(folder, "report"))).toEqual([0, []]);
  expect(await readFile(join(folder, "report", "cameras.zh-CN.html"), "utf8")).toContain(seal);
  expect(await readFile(join(folder, "report", "cameras.csv"), "utf8")).toContain('"face-recognition","supported"');
  await writeFile(bundle, text.replace('"method":"GET"', '"method":"PUT"'));
  const [code, [line]] = await run("verify", bundle);
  expect(code).toBe(1);
  expect(line).toMatch(/is not whole: line \d+: what was sent to 127\.0\.0\.1:\d+ at .* is not what was written/);
});

test("without a file and without a terminal nobody is asked for an account", async () => {
  const told: string[] = [];
  expect(await runCommandLine(["cameras", "audit", "127.0.0.1:8080"], (line) => told.push(line))).toBe(1);
  expect(told.join("")).toContain("--account FILE is missing");
});

/** What is said on stderr of a camera that behaves so, and the exit code. */
async function heardOf(
  answer: Answer,
  times = 1,
): Promise<{ code: number; said: string; found: Record<string, unknown> }> {
  const camera = await rig.start(answer);
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  let code = 0;
  for (let time = 0; time < times; time++) {
    said.length = 0;
    out = "";
    code = await runCommandLine(
      ["cameras", "audit", "--account", account, `127.0.0.1:${camera.port}`],
      () => undefined,
    );
  }
  return { code, said: said.join(""), found: JSON.parse(out) as Record<string, unknown> };
}
const asking =
  (challenge: string): Answer =>
  (_request, response) =>
    response.writeHead(401, { "www-authenticate": challenge }).end();
const DIGEST = 'Digest realm="r", qop="auth", nonce="n"';

test.each([
  ["refuses the account", asking(DIGEST), 1, "refused", "the account was refused: nothing was read with it"],
  ["refused it before today", asking(DIGEST), 2, "used-today", "within the last 24 hours"],
  ["offers Basic only", asking('Basic realm="r"'), 1, "no-safe-login", "it offers no HTTP Digest"],
  [
    "locks the account",
    (request, response) =>
      request.headers.authorization === undefined
        ? void response.writeHead(401, { "www-authenticate": DIGEST }).end()
        : void response.writeHead(401).end("<ResponseStatus><lockStatus>lock</lockStatus></ResponseStatus>"),
    1,
    "locked",
    "the account is locked: nothing more was asked",
  ],
  ["does not answer", (request) => void request.socket.destroy(), 1, "no-answer", "nothing answered there"],
  [
    "ends the connection at the login",
    (request, response) =>
      request.headers.authorization === undefined
        ? void response.writeHead(401, { "www-authenticate": DIGEST }).end()
        : void request.socket.destroy(),
    1,
    "undecided",
    "answered neither yes nor no",
  ],
] as [string, Answer, number, string, string][])(
  "a camera that %s is said to, with what to do, and not passed over as one with little to tell",
  async (_, answer, times, state, words) => {
    const { code, said, found } = await heardOf(answer, times);
    expect(code).toBe(1);
    expect(found).toMatchObject({ account: state, accepted: false });
    expect(said).toContain(words);
    expect(said).not.toContain(OPERATOR.password);
  },
);

test("a camera that allows only part is said to allow so many reads, and each that it refuses is named with its reason", async () => {
  const { code, said, found } = await heardOf(isapi(`${DIGEST.replace('"n"', '"n0nce"')}, algorithm=MD5`));
  expect(code).toBe(0);
  expect(found).toMatchObject({ account: "accepted" });
  expect(said).toMatch(/the account was accepted; \d+ of \d+ reads were answered/);
  expect(said).toMatch(/refused \(HTTP 403: not for this account\): \/ISAPI\/Event\/triggers\n/);
  expect(said).toMatch(/this camera does not have it: \d+/);
  expect(found["asked"]).toContainEqual({ call: "/ISAPI/Event/triggers", outcome: "refused", why: "http-403" });
});
