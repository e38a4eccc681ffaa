import { expect, test } from "vitest";
import { parseXml } from "../interrogate/xml.ts";
import { factsOf } from "./answer-facts.ts";
import { keepAnswer } from "./kept-answer.ts";
import { climb, type ReadAnswer } from "./ladder.ts";
import { readScopes } from "./scopes.ts";

const NO_SCOPES = readScopes([]);

function answer(call: string, xml: string): ReadAnswer {
  const raw = Buffer.from(xml);
  return { call, facts: factsOf(parseXml(raw).root), kept: keepAnswer(raw) };
}
const services = (namespace: string, capabilities = ""): ReadAnswer =>
  answer(
    "get-services",
    `<r><Service><Namespace>${namespace}</Namespace><Capabilities>${capabilities}</Capabilities></Service></r>`,
  );
const ANALYTICS = "http://www.onvif.org/ver20/analytics/wsdl";
const steps = (verdict: ReturnType<typeof climb>): string[] =>
  verdict.ladder.map(({ category, step }) => `${category} ${step}`);

test("an analytics service as such is of unknown kind, whatever support flags it has", () => {
  const verdict = climb(readScopes(["onvif://www.onvif.org/Profile/M"]), [
    services(ANALYTICS, '<Capabilities RuleSupport="true" AnalyticsModuleSupport="true" SupportedMetadata="true"/>'),
  ]);
  expect(verdict).toEqual({ ladder: [], analytics: "kind-unknown", oddities: [] });
});

test("a capability that names the category and is true is advertised, with the words and both hashes", () => {
  const verdict = climb(NO_SCOPES, [
    services(ANALYTICS, '<Capabilities FaceDetection="true" GaitRecognition="false"/>'),
  ]);
  expect(steps(verdict)).toEqual(["face-detection advertised"]);
  expect(verdict.analytics).toBe("named");
  expect(verdict.ladder[0]?.proofs[0]).toMatchObject({
    call: "get-services",
    quote: 'Capabilities FaceDetection="true"',
    answerSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

test.each([
  ["http://vendor.example/ver10/face_recognition/wsdl", ["face-recognition advertised"]],
  ["http://vendor.example/ver10/people-counting", ["people-counting advertised"]],
  ["http://vendor.example/surface/wsdl", []],
  ["http://www.onvif.org/ver10/search/wsdl", []],
])("a service called %s advertises %j", (namespace, expected) => {
  expect(steps(climb(NO_SCOPES, [services(namespace)]))).toEqual(expected);
});

test("a search for a person by picture or by words is advertised to anybody, and is told", () => {
  const verdict = climb(NO_SCOPES, [
    services("http://www.onvif.org/ver10/search/wsdl", '<Capabilities ImageSearch="true" NLSearch="true"/>'),
  ]);
  expect(steps(verdict)).toEqual(["face-recognition advertised", "body-attributes advertised"]);
  expect(verdict.oddities.map(({ code }) => code)).toEqual(["recordings-searchable"]);
});

test.each([
  ["SS%203530%20MF%20FACE%20W", ["face-recognition claimed", "face-detection claimed"]],
  ["IP5M-T1277EW-AI", []],
  ["SURFACE-2", []],
  ["HardwareId", []],
  ["InterFace", []],
  ["TypeFace 9", []],
  ["PREFACE", []],
  ["FaceLift", []],
  ["IPC-FaceRecognition", ["face-recognition claimed", "face-detection claimed"]],
  ["face.terminal", ["face-recognition claimed", "face-detection claimed"]],
  ["%E4%BA%BA%E8%84%B8-2", ["face-recognition claimed", "face-detection claimed"]],
  ["%C8%CB%C1%B3-2", ["face-recognition claimed", "face-detection claimed"]],
])("a model called %s claims %j", (model, expected) => {
  expect(steps(climb(readScopes([`onvif://www.onvif.org/hardware/${model}`]), []))).toEqual(expected);
});

test("what an owner typed as the name claims nothing", () => {
  expect(climb(readScopes(["onvif://www.onvif.org/name/FACE%20shop"]), []).ladder).toEqual([]);
});

test("a category that only the discovery datagram names is a claim; the device's own answer makes more of it", () => {
  const scopes = readScopes(["onvif://www.onvif.org/hardware/FACE-1", "onvif://www.onvif.org/type/face_detection"]);
  expect(steps(climb(scopes, [services(ANALYTICS)]))).toEqual(["face-recognition claimed", "face-detection claimed"]);
  expect(steps(climb(scopes, [services(ANALYTICS, '<Capabilities FaceDetection="true"/>')]))).toEqual([
    "face-recognition claimed",
    "face-detection advertised",
  ]);
});

test("a namespace of 150 kB is cut before it is looked at", () => {
  const long = "face_detection/".repeat(10_000);
  const from = process.cpuUsage();
  const verdict = climb(NO_SCOPES, [services(`http://vendor.example/${long}`)]);
  expect(process.cpuUsage(from).user).toBeLessThan(1e6);
  expect(verdict.ladder[0]?.proofs[0]?.quote.length).toBeLessThanOrEqual(256);
});

test("as many true capabilities as an answer can hold take time in proportion", () => {
  const names = Array.from({ length: 12_000 }, (_, n) => `<FaceDetect${n}>true</FaceDetect${n}>`).join("");
  const from = process.cpuUsage();
  climb(NO_SCOPES, [answer("get-capabilities", `<r><Capabilities>${names}</Capabilities></r>`)]);
  expect(process.cpuUsage(from).user).toBeLessThan(2e6);
});

test("a device that could not be asked is unknown and never a no", () => {
  expect(climb(NO_SCOPES, []).analytics).toBe("unknown");
});

test("scopes that are no ONVIF URI, control characters and direction marks do no harm", () => {
  const scopes = readScopes([
    "http:123",
    "onvif://www.onvif.org/hardware/%E2%80%AE<script>%0A%00X",
    "onvif://www.onvif.org/name/50%",
    "onvif://www.onvif.org/hardware/second",
    `onvif://www.onvif.org/Profile/${"T".repeat(900)}`,
  ]);
  expect(scopes.hardware).toBe("<script> X");
  expect(scopes.name).toBe("50%");
  expect(scopes.profiles[0]).toHaveLength(32);
});

test.each([
  ["%B6%AB%C3%C5%C8%EB%BF%DA", "东门入口"],
  ["%E4%B8%9C%E9%97%A8", "东门"],
  ["%AA%4C-1", "狶-1"],
  ["%AAL-1", "狶-1"],
  ["caf%E9 50%", "caf%E9 50%"],
  ["%1B%5B2Jx", "[2Jx"],
  ["http://admin:1234@10.0.0.1/?pwd=9", "http://[cut]@10.0.0.1/?[cut]"],
])("a name escaped as %s is %s", (escaped, name) => {
  expect(readScopes([`onvif://www.onvif.org/name/${escaped}`]).name).toBe(name);
});
