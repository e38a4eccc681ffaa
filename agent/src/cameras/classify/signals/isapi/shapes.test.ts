import { expect, test } from "vitest";
import { parseXml } from "../../../interrogate/xml.ts";
import { treeOfJson } from "../../answer-tree.ts";
import { provenBy } from "../../proven.ts";

/** What an invented answer proves, as "category step", and what it denies, as "not category". */
function read(answer: string): string[] {
  const tree = answer.startsWith("{") ? treeOfJson(JSON.parse(answer)) : parseXml(Buffer.from(answer)).root;
  const { proven, denied } = provenBy([{ call: "call", tree }]);
  return [
    ...new Set([
      ...proven.map(({ category, step }) => `${category} ${step}`),
      ...denied.map(({ category }) => `not ${category}`),
    ]),
  ].toSorted();
}

const NAMESPACES = ["hikvision.com", "isapi.org", "std-cgi.com", "std-cgi.org"].map(
  (host) => `xmlns="http://www.${host}/ver20/XMLSchema"`,
);

test.each(["", ...NAMESPACES])("a flag is one in the namespace %j", (namespace) => {
  expect(
    read(`<SmartCap version="2.0" ${namespace}><isSupportFaceDetect>true</isSupportFaceDetect></SmartCap>`),
  ).toEqual(["face-detection supported"]);
});

const flag = (value: string, attributes = ""): string =>
  `<h:SmartCap xmlns:h="http://www.std-cgi.com/ver20/XMLSchema"><h:isSupportFaceDetect${attributes}>${value}</h:isSupportFaceDetect></h:SmartCap>`;
test.each([
  ["1", flag("1"), ["face-detection supported"]],
  ["TRUE with blanks", flag("  TRUE\n"), ["face-detection supported"]],
  ["true among two choices", flag("true", ' opt="true,false"'), ["face-detection supported"]],
  ["no value and yes as only choice", flag("", ' opt="true"'), ["face-detection supported"]],
  ["no value and two choices", flag("", ' opt="true,false"'), []],
  ["no value", flag(""), []],
  ["false", flag("false"), ["not face-detection"]],
  ["0", flag("0"), ["not face-detection"]],
])("a flag that says %s", (_, answer, expected) => {
  expect(read(answer)).toEqual(expected);
});

test.each([
  [
    "flags in JSON, without a name around them and of a search",
    '{"isSupportFaceContrast":true,"isSupportHeatmap":false,"SmartSearchCap":{"isSupportMixedTargetDetection":true}}',
    ["face-recognition supported", "not people-counting"],
  ],
  [
    "flags of how recordings are searched, whatever the document is called",
    "<SmartSearchCapabilities><isSupportFaceContrast>true</isSupportFaceContrast></SmartSearchCapabilities>",
    [],
  ],
  [
    "a flag of a library of bodies, and one of a person's looks",
    "<IntelligentCap><isSupportHBDLib>true</isSupportHBDLib><isSupportHumanAttribute>1</isSupportHumanAttribute></IntelligentCap>",
    ["body-attributes supported"],
  ],
  [
    "choices as a list",
    '{"VCAResource":{"type":{"@opt":["close","smart","facesnap"],"#text":"smart"}}}',
    ["face-detection supported"],
  ],
  ["a resource that is given to nothing", "<VCAResource><type>close</type></VCAResource>", []],
  ["a resource for road traffic", "<VCAResource><type>roadDetection</type></VCAResource>", []],
  [
    "what may be set of a switch, in a document of its own",
    '<FaceDetectCap><id>1</id><enabled opt="true,false"/></FaceDetectCap>',
    ["face-detection supported"],
  ],
  [
    "what may be set, without a switch",
    '<CountingCap><height min="1" max="9"/></CountingCap>',
    ["people-counting supported"],
  ],
  ["an empty document of what may be set", "<FaceDetectCap/>", []],
  ["what may be set, without any choice", "<FaceContrastCap><id>1</id></FaceContrastCap>", []],
  [
    "an area of faces by another name",
    "<FaceDetect><enabled>false</enabled><FaceDetectAreaList><FaceDetectArea><id>1</id></FaceDetectArea></FaceDetectAreaList></FaceDetect>",
    ["face-detection supported"],
  ],
  [
    "kinds of event that are no function about people",
    "<EventTriggerList><EventTrigger><eventType>VMDHumanVehicle</eventType></EventTrigger><EventTrigger><eventType>vehicledetection</eventType></EventTrigger>" +
      "<EventTrigger><eventType>unattendedBaggage</eventType></EventTrigger><EventTrigger><eventType>videoloss</eventType></EventTrigger></EventTriggerList>",
    [],
  ],
  [
    "an address to which events are sent: whatever event it names is not said to happen",
    '{"HttpHostNotification":{"id":"1","eventType":"faceCapture"}}',
    [],
  ],
])("%s", (_, answer, expected) => {
  expect(read(answer)).toEqual(expected);
});

const LINE = ["1", "9"].map((x) => `<C><positionX>${x}</positionX><positionY>1</positionY></C>`).join("");
test.each([
  [
    "a line of a counter, whatever its maker calls it",
    `<counting><enabled>true</enabled><CountingDemarcationLine>${LINE}</CountingDemarcationLine></counting>`,
    ["people-counting configured"],
  ],
  [
    "a line inside something else",
    `<Counting><enabled>true</enabled><Demarcation><DetectionLine>${LINE}</DetectionLine></Demarcation></Counting>`,
    ["people-counting configured"],
  ],
  [
    "nothing but an area that is left out",
    `<FieldDetection><enabled>true</enabled><ShieldRegionList><ShieldRegion>${LINE}<Region>${LINE}</Region></ShieldRegion></ShieldRegionList></FieldDetection>`,
    ["perimeter supported"],
  ],
  [
    "a line that could look for persons",
    '<LineDetection><enabled>false</enabled><LineItem><detectionTarget opt="human,vehicle"/></LineItem></LineDetection>',
    ["perimeter supported", "person-detection supported"],
  ],
  [
    "motion that is filtered by kind, as it leaves the factory",
    "<MotionDetection><enabled>true</enabled><layout><gridMap>fffc</gridMap></layout><targetType>human,vehicle</targetType></MotionDetection>",
    ["motion-only configured", "person-detection supported"],
  ],
])("%s", (_, answer, expected) => {
  expect(read(answer)).toEqual(expected);
});

const alarm = (more: Record<string, unknown>): string => JSON.stringify({ dateTime: "2026-01-01T00:00:00Z", ...more });
const looks = (value: string) => [{ faces: [{ gender: { value } }] }];
test.each([
  ["active", alarm({ eventType: "alarmResult", eventState: "active" }), ["face-recognition observed"]],
  ["over", alarm({ eventType: "alarmResult", eventState: "inactive", alarmResult: [{}] }), []],
  [
    "without a state, with what was captured",
    alarm({ eventType: "mixedTargetDetection", CaptureResult: [{ Human: {} }] }),
    ["body-attributes observed"],
  ],
  ["without a state and without anything captured", alarm({ eventType: "faceCapture" }), []],
  [
    "with a person's looks",
    alarm({ eventType: "faceCapture", eventState: "active", faceCapture: looks("male") }),
    ["body-attributes observed", "face-detection observed"],
  ],
  [
    "with looks that are not known",
    alarm({ eventType: "faceCapture", eventState: "active", faceCapture: looks("unknown") }),
    ["face-detection observed"],
  ],
])("an alarm in JSON that is %s", (_, answer, expected) => {
  expect(read(answer)).toEqual(expected);
});
