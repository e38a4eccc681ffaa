import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { addRtspDescription } from "../../agent/src/cameras/rtsp-visit.ts";
import type { Visit } from "../../agent/src/cameras/visit.ts";
import {
  onvif,
  raw,
  reply,
  startHostileServer,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const SERVICES =
  '<GetServicesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>' +
  "<XAddr>http://192.0.2.1/onvif/media</XAddr></Service></GetServicesResponse>";
const PROFILES =
  '<GetProfilesResponse xmlns="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><Profiles token="p"><tt:VideoAnalyticsConfiguration token="v">' +
  '<tt:AnalyticsEngineConfiguration><tt:AnalyticsModule Name="faces" Type="tt:FaceDetectorEngine"><tt:Parameters><tt:SimpleItem Name="Sensitivity" Value="5"/></tt:Parameters></tt:AnalyticsModule></tt:AnalyticsEngineConfiguration>' +
  "<tt:RuleEngineConfiguration/></tt:VideoAnalyticsConfiguration></Profiles></GetProfilesResponse>";

let dataDir = "";
let camera: HostileServer | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "pw-media-"));
});
afterEach(async () => {
  await camera?.stop();
  rmSync(dataDir, { recursive: true });
});

const CONFIG = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };

const USERS =
  '<GetUsersResponse xmlns="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema">' +
  ["wang.min", "li-qiang"]
    .map((name) => `<User><tt:Username>${name}</tt:Username><tt:UserLevel>Administrator</tt:UserLevel></User>`)
    .join("") +
  "</GetUsersResponse>";

/** One round at a camera that answers GetProfiles so, or refuses it. */
async function look(askMedia: boolean, profiles?: string, users?: string) {
  camera = await startHostileServer((socket, request) =>
    request.includes("GetProfiles") && profiles === undefined
      ? reply("", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="r", nonce="n"\r\n')(socket)
      : onvif({
          GetServices: SERVICES,
          GetProfiles: profiles ?? "",
          ...(users === undefined ? {} : { GetUsers: users }),
        })(socket, request),
  );
  const places = { named: [{ address: "127.0.0.1", port: camera.port }], range: [] };
  const { visits, dropped } = await visitOnce(CONFIG, { dataDir, places, askMedia });
  const questions = camera.requests.filter((request) => request.includes("GetProfiles"));
  const userQuestions = camera.requests.filter((request) => request.includes("GetUsers"));
  return { visits, finding: visits[0]?.finding, dropped, questions, userQuestions, port: camera.port };
}

test("nobody is asked for media profiles unless somebody wants it", async () => {
  const { finding, questions, userQuestions } = await look(false, PROFILES, USERS);
  expect([questions, userQuestions]).toEqual([[], []]);
  expect(finding?.asked.map(({ call }) => call)).not.toContain("get-profiles");
});

test("who wants it asks once, at the address that answered, as nobody, and it is written down; a camera that answers is readable by anyone", async () => {
  const { finding, questions, port } = await look(true, PROFILES);
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatch(/^POST \/onvif\/media /);
  expect(questions[0]).not.toMatch(/authorization|UsernameToken/i);
  expect(finding?.oddities).toContainEqual(
    expect.objectContaining({ code: "readable-by-anyone", facts: { cause: "GetProfiles" } }),
  );
  expect(finding?.ladder).toMatchObject([
    { category: "face-detection", step: "supported", proofs: [{ call: "get-profiles" }] },
  ]);
  const log = readFileSync(join(dataDir, "cameras", "audit.log"), "utf8")
    .trim()
    .split("\n");
  expect(log.map((line) => JSON.parse(line) as object)).toContainEqual(
    expect.objectContaining({
      address: "127.0.0.1",
      port,
      method: "POST",
      path: "/onvif/media",
      call: "GetProfiles",
      account: false,
    }),
  );
  // What every visit can say again is kept; this is not.
  const [later] = (
    await visitOnce(
      { ...CONFIG, allowLoopback: true },
      { dataDir, places: { named: [{ address: "127.0.0.1", port }], range: [] } },
    )
  ).visits;
  expect(later?.finding.ladder).toEqual([]);
});

test("a camera that refuses does as it should: that is told, and nothing follows", async () => {
  const { finding, questions } = await look(true);
  expect(questions).toHaveLength(1);
  expect(finding?.asked).toContainEqual({ call: "get-profiles", outcome: "refused" });
  expect(finding?.oddities.map(({ facts }) => facts?.["cause"])).not.toContain("GetProfiles");
});

test("who lists its accounts to anybody is readable by anyone: that and their number is kept, and no name of them anywhere", async () => {
  const { visits, finding, userQuestions, port } = await look(true, PROFILES, USERS);
  expect(userQuestions).toHaveLength(1);
  expect(userQuestions[0]).toMatch(/^POST \/onvif\/device_service /);
  expect(userQuestions[0]).not.toMatch(/authorization|UsernameToken/i);
  expect(finding?.asked).toContainEqual({ call: "get-users", outcome: "answered" });
  expect(finding?.oddities).toContainEqual({
    code: "readable-by-anyone",
    text: expect.stringMatching(/: GetUsers \(2 accounts\)$/),
    facts: { cause: "GetUsers", accounts: 2 },
  });
  const kept = visits.flatMap(({ answers }) =>
    answers.map(({ answer }) => Buffer.from(answer.kept).toString("latin1")),
  );
  expect(kept.length).toBeGreaterThan(0);
  const left = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(left.join("")).toContain(`"port":${port}`);
  expect(left.join("")).toContain('"call":"GetUsers"');
  for (const text of [JSON.stringify(finding), ...kept, ...left]) expect(text).not.toMatch(/wang|li-qiang|UserLevel/);
  expect(visits.flatMap(({ answers }) => answers.map(({ call }) => call))).not.toContain("get-users");
});

test("who answers whatever is asked with the same words has not told its profiles or accounts by that", async () => {
  const same = '<GetDeviceInformationResponse xmlns="http://www.onvif.org/ver10/device/wsdl"/>';
  const { finding } = await look(true, same, same);
  expect(finding?.oddities.filter(({ code }) => code === "readable-by-anyone")).toEqual([]);
});

test("its streams are described once and none is set up or begun; who describes them to anybody is readable by anyone", async () => {
  const sdp = "v=0\r\ns=lobby of Alice\r\n";
  const head = `RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Rtsp/1\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n`;
  const streams = await startHostileServer((socket, request) =>
    raw(request.startsWith("DESCRIBE") ? head + sdp : "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n")(socket),
  );
  const visit = { finding: { address: "127.0.0.1", asked: [], oddities: [] }, answers: [] } as unknown as Visit;
  const told: string[] = [];
  const settings = {
    userAgent: "test",
    deadlineMilliseconds: 3_000,
    rtspPort: streams.port,
    tell: ({ method }: { method: string }) => Promise.resolve(told.push(method) > 0),
  };
  const { finding, answers } = await addRtspDescription(visit, settings);
  expect(streams.requests).toEqual([
    "DESCRIBE rtsp://127.0.0.1/ RTSP/1.0\r\nAccept: application/sdp\r\nCSeq: 1\r\nUser-Agent: test\r\n\r\n",
  ]);
  expect(told).toEqual(["DESCRIBE"]);
  expect(finding).toMatchObject({
    streamServer: "Rtsp/1",
    asked: [{ call: "rtsp-describe", outcome: "answered" }],
    oddities: [{ code: "readable-by-anyone", facts: { cause: "DESCRIBE" } }],
  });
  // Its head is evidence; what the streams are called is not kept.
  expect(answers.map(({ answer }) => Buffer.from(answer.kept).toString())).toEqual([head]);
  // What cannot be written down is not sent.
  await addRtspDescription(visit, { ...settings, tell: () => Promise.resolve(false) });
  expect(streams.requests).toHaveLength(1);
  await streams.stop();
});

test("what cannot be written down is not sent", async () => {
  mkdirSync(join(dataDir, "cameras", "audit.log"), { recursive: true });
  const { questions, dropped } = await look(true, PROFILES);
  expect(questions).toEqual([]);
  expect(camera?.requests).toEqual([]);
  expect(dropped).toEqual({ "not-written-down-round": 1 });
});
