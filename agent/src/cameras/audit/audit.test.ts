import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAccount } from "./account.ts";
import { AuditRig, FAULT, isapi, OPERATOR } from "./audit-for-tests.ts";
import { isRightDigest, isRightToken, soapAnswer } from "./camera-for-tests.ts";

const rig = new AuditRig();
beforeEach(() => rig.begin());
afterEach(() => rig.clear());

test.each([
  ["MD5", 'Digest realm="r", qop="auth", nonce="n0nce", algorithm=MD5'],
  [
    "SHA-256, with MD5 and Basic beside it",
    'Basic realm="b", Digest realm="r", qop="auth", nonce="n0nce", algorithm=MD5, Digest realm="r", qop="auth", nonce="n0nce", algorithm=SHA-256',
  ],
])("an account climbs the ladder by Digest with %s; a refused read stops none of the others", async (_, challenge) => {
  const camera = await rig.start(isapi(challenge));
  const { found, log } = await rig.run(camera);
  expect(found.accepted).toBe(true);
  expect(found.sentInClear).toBe(true);
  expect(found.model).toBe("T 1");
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
  expect(found.asked).toContainEqual(expect.objectContaining({ call: "/ISAPI/Event/triggers", outcome: "refused" }));
  expect(found.asked).toContainEqual(
    expect.objectContaining({ call: "/ISAPI/Smart/LineDetection/1", outcome: "not-there" }),
  );
  expect(camera.requests.every(({ method, path }) => method === "GET" || path.startsWith("/onvif/"))).toBe(true);
  expect(log).toHaveLength(camera.requests.length);
  expect(JSON.stringify([found, log])).not.toContain(OPERATOR.password);
});

test("a clock that no calendar has is no clock, and the audit goes on", async () => {
  const year = "<s:Year>275760</s:Year><s:Month>9</s:Month><s:Day>13</s:Day>".replaceAll("s:", "");
  const time = `<UTCDateTime><Time><Hour>0</Hour><Minute>0</Minute><Second>0</Second></Time><Date>${year}</Date></UTCDateTime>`;
  const camera = await rig.start((request, response, body) =>
    body.includes("GetSystemDateAndTime")
      ? void response.end(soapAnswer(`<GetSystemDateAndTimeResponse>${time}</GetSystemDateAndTimeResponse>`))
      : void response.writeHead(400).end(FAULT),
  );
  expect((await rig.run(camera)).found.asked).toContainEqual(
    expect.objectContaining({ call: "GetServices", outcome: "refused" }),
  );
});

test("what a device says of itself is kept without a login that stands in it", async () => {
  const secret = "hunter2-of-the-camera";
  const camera = await rig.start((request, response, body) => {
    if (body !== "" || !request.url?.startsWith("/cgi-bin/")) return void response.writeHead(404).end();
    response.end(
      `VideoAnalyseRule[0][0].Type=FaceDetection\nVideoAnalyseRule[0][0].Enable=true&url=rtsp://admin:${secret}@10.0.0.1/\n`,
    );
  });
  const { found } = await rig.run(camera);
  expect(found.asked.some(({ outcome }) => outcome === "answered")).toBe(true);
  expect(JSON.stringify(found)).not.toContain(secret);
});

test("where only SOAP refuses, the token carries the time of the camera's own clock", async () => {
  const clock = Date.now() - 5 * 365 * 86_400_000;
  const at = new Date(clock);
  const utc =
    `<UTCDateTime><Time><Hour>${at.getUTCHours()}</Hour><Minute>${at.getUTCMinutes()}</Minute><Second>${at.getUTCSeconds()}</Second></Time>` +
    `<Date><Year>${at.getUTCFullYear()}</Year><Month>${at.getUTCMonth() + 1}</Month><Day>${at.getUTCDate()}</Day></Date></UTCDateTime>`;
  const service = (ns: string): string =>
    `<Service><Namespace>http://www.onvif.org/${ns}/wsdl</Namespace><XAddr>http://198.51.100.9:8080/elsewhere</XAddr></Service>`;
  const camera = await rig.start((request, response, body) => {
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
  const { found } = await rig.run(camera);
  expect(found.accepted).toBe(true);
  expect(found.ladder).toMatchObject([{ category: "face-detection", step: "enabled" }]);
  // What the XAddr names was not contacted: its path was asked at the address and port that the operator gave.
  expect(camera.requests.some(({ path }) => path === "/elsewhere")).toBe(true);
  expect(camera.requests.every(({ body }) => !body.includes(OPERATOR.password))).toBe(true);
});

test("what the firmware lacks is said with HTTP 403, and that says nothing of the account", async () => {
  const LACKS = "<ResponseStatus><statusCode>4</statusCode><subStatusCode>notSupport</subStatusCode></ResponseStatus>";
  const camera = await rig.start((request, response) => {
    if (!isRightDigest(request.headers.authorization, request.method ?? "", OPERATOR, "n0nce"))
      return void response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end();
    if (request.url === "/ISAPI/System/deviceInfo")
      return void response.end("<DeviceInfo><model>T 1</model><firmwareVersion>V5.10</firmwareVersion></DeviceInfo>");
    if (request.url === "/ISAPI/Intelligent/FDLib") return void response.end('{"FDLib":[{"FDID":"1"}]}');
    response.writeHead(403).end(LACKS);
  });
  const { found } = await rig.run(camera);
  expect(found).toMatchObject({ accepted: true, model: "T 1", firmware: "V5.10" });
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
  expect(found.ladder[0]?.proofs[0]?.answerSha256).toMatch(/^[\da-f]{64}$/);
  expect(found.asked).toContainEqual(expect.objectContaining({ call: "/ISAPI/Event/triggers", outcome: "not-there" }));
});

test("a token is sent too where SOAP refuses with HTTP 401 and nothing to answer", async () => {
  const camera = await rig.start((request, response, body) => {
    if (request.method === "GET") return void response.writeHead(404).end();
    if (!isRightToken(body, OPERATOR, Date.now())) return void response.writeHead(401).end(FAULT);
    response.end(soapAnswer("<GetDeviceInformationResponse><Model>T 2</Model></GetDeviceInformationResponse>"));
  });
  expect((await rig.run(camera)).found).toMatchObject({ accepted: true, model: "T 2" });
});

test("a redirect is not followed, and a lock ends the audit at once", async () => {
  const elsewhere = await rig.start((_request, response) => response.end("<a/>"));
  const redirecting = await rig.start((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere.port}/` }).end(),
  );
  expect((await rig.run(redirecting)).found.ladder).toEqual([]);
  expect(elsewhere.requests).toEqual([]);
  const locked = await rig.start((_request, response) => response.writeHead(423).end());
  expect((await rig.run(locked)).found.asked).toEqual([
    { call: "GetSystemDateAndTime", outcome: "locked", why: "http-423" },
  ]);
  expect(locked.requests).toHaveLength(1);
});

test("the kill switch lets nothing more go out", async () => {
  const stop = new AbortController();
  const camera = await rig.start((_request, response) => {
    stop.abort();
    response.writeHead(404).end();
  });
  await rig.run(camera, OPERATOR, stop.signal);
  expect(camera.requests).toHaveLength(1);
});

test("Dahua's lines are read by their own family", async () => {
  const camera = await rig.start((request, response) => {
    if (!request.url?.startsWith("/cgi-bin/")) return void response.writeHead(404).end();
    if (request.url.endsWith("VideoAnalyseRule"))
      return void response.end(
        "table.VideoAnalyseRule[0][0].Type=FaceDetection\r\ntable.VideoAnalyseRule[0][0].Enable=true\r\n",
      );
    response.end("type=IPC-X\r\n");
  });
  expect((await rig.run(camera)).found.ladder).toMatchObject([{ category: "face-detection", step: "enabled" }]);
});

test("an account is read only from a file that nobody else can read, and an administrator's only when forced", async () => {
  const file = join(rig.folder, "account");
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
