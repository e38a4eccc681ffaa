import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GuardPolicy, Target } from "../interrogate/address-guard.ts";
import { Politeness } from "../politeness.ts";
import { audit, type Audit } from "./audit.ts";
import { readAccount, type Account } from "./account.ts";
import {
  isRightDigest,
  isRightToken,
  soapAnswer,
  startTestCamera,
  type Answer,
  type TestCamera,
} from "./camera-for-tests.ts";
import { AuditSession } from "./session.ts";

const OPERATOR: Account = { name: "viewer", password: "s3cret-of-the-venue" };
const POLICY: GuardPolicy = { allowLoopback: true, allowed: [], denied: [], ownPorts: [], ownAddresses: [] };
const FACES = "<DeviceCap><EventCap><isSupportFaceContrast>true</isSupportFaceContrast></EventCap></DeviceCap>";
const FAULT = soapAnswer(
  "<s:Fault><s:Code><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault>",
);

let folder: string;
const cameras: TestCamera[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-audit-"));
});
afterEach(async () => {
  for (const camera of cameras.splice(0)) await camera.stop();
  await rm(folder, { recursive: true });
});

async function start(answer: Answer): Promise<TestCamera> {
  const camera = await startTestCamera(answer);
  cameras.push(camera);
  return camera;
}

async function run(
  camera: TestCamera,
  account = OPERATOR,
  signal = new AbortController().signal,
): Promise<{ found: Audit; log: unknown[] }> {
  const target: Target = { address: "127.0.0.1", port: camera.port, secure: false, path: "/onvif/device_service" };
  const politeness = new Politeness(folder, () => Date.now());
  const log: unknown[] = [];
  const session = new AuditSession(target, {
    account,
    signal,
    settings: { userAgent: "test", deadlineMilliseconds: 3_000 },
    log: async (entry) => void log.push(entry),
    takeAttempt: () => politeness.takeAttempt("127.0.0.1", "audit-viewer"),
    giveAttemptBack: () => politeness.giveAttemptBack("127.0.0.1", "audit-viewer"),
    leaveAlone: () => politeness.leaveAlone("127.0.0.1", "audit-viewer"),
  });
  return { found: await audit(target, POLICY, session), log };
}

/** A camera that speaks ISAPI to who answers its challenge. */
const isapi =
  (challenge: string, nonce = "n0nce"): Answer =>
  (request, response) => {
    if (!request.url?.startsWith("/ISAPI/")) return void response.writeHead(404).end();
    if (!isRightDigest(request.headers.authorization, request.method ?? "", OPERATOR, nonce))
      return void response.writeHead(401, { "www-authenticate": challenge }).end();
    if (request.url === "/ISAPI/System/capabilities") return void response.end(FACES);
    if (request.url === "/ISAPI/System/deviceInfo")
      return void response.end("<DeviceInfo><model>T 1</model></DeviceInfo>");
    response.writeHead(request.url === "/ISAPI/Event/triggers" ? 403 : 404).end();
  };
const logins = (camera: TestCamera): string[] => camera.requests.flatMap(({ authorization }) => authorization ?? []);

test.each([
  ["MD5", 'Digest realm="r", qop="auth", nonce="n0nce", algorithm=MD5'],
  [
    "SHA-256, with MD5 and Basic beside it",
    'Basic realm="b", Digest realm="r", qop="auth", nonce="n0nce", algorithm=MD5, Digest realm="r", qop="auth", nonce="n0nce", algorithm=SHA-256',
  ],
])("an account climbs the ladder by Digest with %s; a refused read stops none of the others", async (_, challenge) => {
  const camera = await start(isapi(challenge));
  const { found, log } = await run(camera);
  expect(found.accepted).toBe(true);
  expect(found.sentInClear).toBe(true);
  expect(found.model).toBe("T 1");
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
  expect(found.asked).toContainEqual({ call: "/ISAPI/Event/triggers", outcome: "refused" });
  expect(found.asked).toContainEqual({ call: "/ISAPI/Smart/LineDetection/1", outcome: "not-there" });
  expect(camera.requests.every(({ method, path }) => method === "GET" || path.startsWith("/onvif/"))).toBe(true);
  expect(log).toHaveLength(camera.requests.length);
  expect(JSON.stringify([found, log])).not.toContain(OPERATOR.password);
});

test("a wrong password is offered once, and not again in another process on the same day", async () => {
  const camera = await start(isapi('Digest realm="r", qop="auth", nonce="n0nce"'));
  const wrong = { name: OPERATOR.name, password: "wrong" };
  expect((await run(camera, wrong)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(1);
  const again = (await run(camera, OPERATOR)).found;
  expect(again.asked).toContainEqual({ call: "/ISAPI/System/deviceInfo", outcome: "no-credentials-sent" });
  expect(logins(camera)).toHaveLength(1);
  expect(await readFile(join(folder, "cameras/budget.json"), "utf8")).not.toMatch(/wrong|s3cret/);
});

test.each([
  ["a failure of its own", 500, ""],
  ["a request that it calls bad", 400, ""],
  ["a refusal that is not of the password", 403, ""],
  ["a fault that refuses, and a status that does not", 200, FAULT],
  ["a fault of another kind, and a status that is none", 200, soapAnswer("<s:Fault><s:Code/></s:Fault>")],
])(
  "a device that answers a login with %s may have counted it: the account is not offered again today",
  async (_, status, body) => {
    const camera = await start((request, response) =>
      request.headers.authorization === undefined
        ? response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
        : response.writeHead(status).end(body),
    );
    for (let round = 0; round < 2; round++) expect((await run(camera)).found.accepted).toBe(false);
    expect(logins(camera)).toHaveLength(1);
  },
);

test("a page that is not there says nothing of the account: the login goes on, but not for ever", async () => {
  const camera = await start((request, response) =>
    request.headers.authorization === undefined
      ? response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
      : response.writeHead(404).end(),
  );
  for (let round = 0; round < 2; round++) expect((await run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(3);
});

test.each([
  ["its status", 423, ""],
  ["the words of a refusal", 401, "the account is locked"],
  [
    "a fault that comes with 400",
    400,
    soapAnswer("<s:Fault><s:Value>ter:NotAuthorized</s:Value><s:Text>the account is locked</s:Text></s:Fault>"),
  ],
])("an account that was accepted before and is locked now, by %s, rests for a day", async (_, status, body) => {
  const answer = isapi('Digest realm="r", qop="auth", nonce="n0nce"');
  const camera = await start((request, response, asked) =>
    request.url === "/ISAPI/Event/triggers" && request.headers.authorization !== undefined
      ? void response.writeHead(status).end(body)
      : answer(request, response, asked),
  );
  const { asked } = (await run(camera)).found;
  expect(asked.at(-1)).toEqual({ call: "/ISAPI/Event/triggers", outcome: "locked" });
  const before = logins(camera).length;
  expect((await run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(before);
});

test("two realms of one device get digests of their own, and none that must fail", async () => {
  const realmOf = (url: string): string => (url.startsWith("/onvif/") ? "onvif" : "web");
  const camera = await start((request, response, body) => {
    const { url = "", method = "" } = request;
    const realm = realmOf(url);
    if (!isRightDigest(request.headers.authorization, method, OPERATOR, realm))
      return void response
        .writeHead(401, { "www-authenticate": `Digest realm="${realm}", qop="auth", nonce="${realm}"` })
        .end();
    if (realm === "onvif")
      return void response.end(
        body.includes("GetDeviceInformation")
          ? soapAnswer("<GetDeviceInformationResponse/>")
          : soapAnswer("<GetServicesResponse/>"),
      );
    response.end(url === "/ISAPI/System/capabilities" ? FACES : "<DeviceInfo/>");
  });
  const { found } = await run(camera);
  expect(found.accepted).toBe(true);
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
  for (const { path, authorization } of camera.requests)
    if (authorization !== undefined) expect(authorization).toContain(`realm="${realmOf(path)}"`);
});

test.each([
  ["one name", () => "web"],
  ["a new name each time", (n: number) => `web${n}`],
])(
  "a second realm of %s that refuses the account gets one digest, and none in another run of the day",
  async (_, nameOf) => {
    let count = 0;
    const camera = await start((request, response) => {
      const isOnvif = request.url?.startsWith("/onvif/") === true;
      if (isOnvif && isRightDigest(request.headers.authorization, request.method ?? "", OPERATOR, "n0nce"))
        return void response.end(soapAnswer("<GetServicesResponse/>"));
      const realm = isOnvif ? "onvif" : nameOf(count++);
      response.writeHead(401, { "www-authenticate": `Digest realm="${realm}", qop="auth", nonce="n0nce"` }).end();
    });
    expect((await run(camera)).found.accepted).toBe(true);
    expect((await run(camera)).found.accepted).toBe(false);
    expect(logins(camera).filter((header) => header.includes('realm="web'))).toHaveLength(1);
  },
);

test("a read that is refused with 401 after others were answered ends none of them", async () => {
  const answer = isapi('Digest realm="r", qop="auth", nonce="n0nce"');
  const camera = await start((request, response, asked) =>
    request.url === "/ISAPI/System/deviceInfo" || request.headers.authorization === undefined
      ? answer(request, response, asked)
      : request.url === "/ISAPI/Event/triggers"
        ? void response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
        : answer(request, response, asked),
  );
  const { found } = await run(camera);
  expect(found.asked).toContainEqual({ call: "/ISAPI/Event/triggers", outcome: "refused" });
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
});

test("a clock that no calendar has is no clock, and the audit goes on", async () => {
  const year = "<s:Year>275760</s:Year><s:Month>9</s:Month><s:Day>13</s:Day>".replaceAll("s:", "");
  const time = `<UTCDateTime><Time><Hour>0</Hour><Minute>0</Minute><Second>0</Second></Time><Date>${year}</Date></UTCDateTime>`;
  const camera = await start((request, response, body) =>
    body.includes("GetSystemDateAndTime")
      ? void response.end(soapAnswer(`<GetSystemDateAndTimeResponse>${time}</GetSystemDateAndTimeResponse>`))
      : void response.writeHead(400).end(FAULT),
  );
  expect((await run(camera)).found.asked).toContainEqual({ call: "GetServices", outcome: "refused" });
});

test("what a device says of itself is kept without a login that stands in it", async () => {
  const secret = "hunter2-of-the-camera";
  const camera = await start((request, response, body) => {
    if (body !== "" || !request.url?.startsWith("/cgi-bin/")) return void response.writeHead(404).end();
    response.end(
      `VideoAnalyseRule[0][0].Type=FaceDetection\nVideoAnalyseRule[0][0].Enable=true&url=rtsp://admin:${secret}@10.0.0.1/\n`,
    );
  });
  const { found } = await run(camera);
  expect(found.asked.some(({ outcome }) => outcome === "answered")).toBe(true);
  expect(JSON.stringify(found)).not.toContain(secret);
});

test("a device that refuses a token as invalid security has it once, and not again today", async () => {
  const fault = (code: string): string =>
    soapAnswer(`<s:Fault><s:Code><s:Subcode><s:Value>${code}</s:Value></s:Subcode></s:Code></s:Fault>`);
  const camera = await start((_request, response, body) =>
    response.writeHead(400).end(fault(body.includes("UsernameToken") ? "wsse:InvalidSecurity" : "ter:NotAuthorized")),
  );
  for (let round = 0; round < 2; round++) expect((await run(camera)).found.accepted).toBe(false);
  expect(camera.requests.filter(({ body }) => body.includes("UsernameToken"))).toHaveLength(1);
});

test("an account that was accepted may be used again on the same day", async () => {
  const camera = await start(isapi('Digest realm="r", qop="auth", nonce="n0nce"'));
  await run(camera);
  expect((await run(camera)).found.accepted).toBe(true);
});

test.each([
  ["a new nonce for ever", (n: number) => `Digest realm="r", qop="auth", nonce="n${n}"`, 1],
  ["stale for ever", (n: number) => `Digest realm="r", qop="auth", nonce="n${n}", stale=true`, 2],
  ["Basic alone", () => 'Basic realm="r"', 0],
  ["an unknown algorithm", () => 'Digest realm="r", nonce="n", algorithm=SHA-1', 0],
])("%s: the account goes out no more than it must", async (_, challenge, expected) => {
  let count = 0;
  const camera = await start((_request, response) =>
    response.writeHead(401, { "www-authenticate": challenge(count++) }).end(),
  );
  expect((await run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(expected);
  expect(logins(camera).join()).not.toContain("Basic");
});

test("a nonce that has grown old is renewed without another attempt", async () => {
  let nonce = "n1";
  const camera = await start((request, response, body) => {
    if (request.url === "/ISAPI/System/capabilities" && nonce === "n1") {
      nonce = "n2";
      return void response
        .writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n2", stale=true' })
        .end();
    }
    isapi(`Digest realm="r", qop="auth", nonce="${nonce}"`, nonce)(request, response, body);
  });
  expect((await run(camera)).found.ladder).toMatchObject([{ category: "face-recognition" }]);
});

test("where only SOAP refuses, the token carries the time of the camera's own clock", async () => {
  const clock = Date.now() - 5 * 365 * 86_400_000;
  const at = new Date(clock);
  const utc =
    `<UTCDateTime><Time><Hour>${at.getUTCHours()}</Hour><Minute>${at.getUTCMinutes()}</Minute><Second>${at.getUTCSeconds()}</Second></Time>` +
    `<Date><Year>${at.getUTCFullYear()}</Year><Month>${at.getUTCMonth() + 1}</Month><Day>${at.getUTCDate()}</Day></Date></UTCDateTime>`;
  const service = (ns: string): string =>
    `<Service><Namespace>http://www.onvif.org/${ns}/wsdl</Namespace><XAddr>http://198.51.100.9:8080/elsewhere</XAddr></Service>`;
  const camera = await start((request, response, body) => {
    if (request.method === "GET") return void response.writeHead(404).end();
    if (body.includes("GetSystemDateAndTime"))
      return void response.end(soapAnswer(`<GetSystemDateAndTimeResponse>${utc}</GetSystemDateAndTimeResponse>`));
    if (!isRightToken(body, OPERATOR, clock)) return void response.writeHead(400).end(FAULT);
    if (body.includes("GetServices"))
      return void response.end(
        soapAnswer(`<GetServicesResponse>${service("ver10/media")}${service("ver10/events")}</GetServicesResponse>`),
      );
    if (body.includes("GetProfiles"))
      return void response.end(
        soapAnswer(
          '<GetProfilesResponse><AnalyticsModule Type="tt:FaceDetectorEngine"><SimpleItem Name="Enable" Value="true"/></AnalyticsModule></GetProfilesResponse>',
        ),
      );
    response.writeHead(400).end(FAULT);
  });
  const { found } = await run(camera);
  expect(found.accepted).toBe(true);
  expect(found.ladder).toMatchObject([{ category: "face-detection", step: "enabled" }]);
  // What the XAddr names was not contacted: its path was asked at the address and port that the operator gave.
  expect(camera.requests.some(({ path }) => path === "/elsewhere")).toBe(true);
  expect(camera.requests.every(({ body }) => !body.includes(OPERATOR.password))).toBe(true);
});

test("a redirect is not followed, and a lock ends the audit at once", async () => {
  const elsewhere = await start((_request, response) => response.end("<a/>"));
  const redirecting = await start((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere.port}/` }).end(),
  );
  expect((await run(redirecting)).found.ladder).toEqual([]);
  expect(elsewhere.requests).toEqual([]);
  const locked = await start((_request, response) => response.writeHead(423).end());
  expect((await run(locked)).found.asked).toEqual([{ call: "GetSystemDateAndTime", outcome: "locked" }]);
  expect(locked.requests).toHaveLength(1);
});

test("the kill switch lets nothing more go out", async () => {
  const stop = new AbortController();
  const camera = await start((_request, response) => {
    stop.abort();
    response.writeHead(404).end();
  });
  await run(camera, OPERATOR, stop.signal);
  expect(camera.requests).toHaveLength(1);
});

test("Dahua's lines are read by their own family", async () => {
  const camera = await start((request, response) => {
    if (!request.url?.startsWith("/cgi-bin/")) return void response.writeHead(404).end();
    if (request.url.endsWith("VideoAnalyseRule"))
      return void response.end(
        "table.VideoAnalyseRule[0][0].Type=FaceDetection\r\ntable.VideoAnalyseRule[0][0].Enable=true\r\n",
      );
    response.end("type=IPC-X\r\n");
  });
  expect((await run(camera)).found.ladder).toMatchObject([{ category: "face-detection", step: "enabled" }]);
});

test("an account is read only from a file that nobody else can read, and an administrator's only when forced", async () => {
  const file = join(folder, "account");
  await writeFile(file, "viewer\ns3cret\n", { mode: 0o600 });
  expect(await readAccount(file)).toEqual({ name: "viewer", password: "s3cret" });
  await chmod(file, 0o644);
  await expect(readAccount(file)).rejects.toThrow(/chmod 600/);
  await writeFile(file, "admin\ns3cret\n");
  await chmod(file, 0o600);
  await expect(readAccount(file)).rejects.toThrow(/administrator/);
  expect(await readAccount(file, true)).toMatchObject({ name: "admin" });
  await writeFile(file, "one line");
  await expect(readAccount(file)).rejects.toThrow(/two lines/);
});
