import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { onvif, reply, startHostileServer, type HostileServer } from "./hostile-camera.ts";

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

/** One round at a camera that answers GetProfiles so, or refuses it. */
async function look(askMedia: boolean, profiles?: string) {
  camera = await startHostileServer((socket, request) =>
    request.includes("GetProfiles") && profiles === undefined
      ? reply("", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="r", nonce="n"\r\n')(socket)
      : onvif({ GetServices: SERVICES, GetProfiles: profiles ?? "" })(socket, request),
  );
  const places = { named: [{ address: "127.0.0.1", port: camera.port }], range: [] };
  const { visits, dropped } = await visitOnce(CONFIG, { dataDir, places, askMedia });
  const questions = camera.requests.filter((request) => request.includes("GetProfiles"));
  return { finding: visits[0]?.finding, dropped, questions, port: camera.port };
}

test("nobody is asked for media profiles unless somebody wants it", async () => {
  const { finding, questions } = await look(false, PROFILES);
  expect(questions).toEqual([]);
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
  expect(finding?.asked.at(-1)).toEqual({ call: "get-profiles", outcome: "refused" });
  expect(finding?.oddities.map(({ facts }) => facts?.["cause"])).not.toContain("GetProfiles");
});

test("what cannot be written down is not sent", async () => {
  mkdirSync(join(dataDir, "cameras", "audit.log"), { recursive: true });
  const { questions, dropped } = await look(true, PROFILES);
  expect(questions).toEqual([]);
  expect(camera?.requests).toEqual([]);
  expect(dropped).toEqual({ "not-written-down-round": 1 });
});
