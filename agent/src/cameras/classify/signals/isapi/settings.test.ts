import { expect, test } from "vitest";
import { parseXml } from "../../../interrogate/xml.ts";
import { treeOfJson } from "../../answer-tree.ts";
import { provenBy } from "../../proven.ts";

const NS = 'xmlns="http://www.isapi.org/ver20/XMLSchema"';
const said = (...answers: string[]): string[] =>
  provenBy(answers.map((each, at) => ({ call: `call-${at}`, tree: parseXml(Buffer.from(each)).root })))
    .proven.map(({ category, step }) => `${category} ${step}`)
    .toSorted();
const FACES = `<FaceDetect version="2.0" ${NS}><id>1</id><enabled>true</enabled></FaceDetect>`;
const hours = (id: string, blocks: string): string =>
  `<Schedule version="2.0" ${NS}><id>${id}</id><eventType/><TimeBlockList size="8">${blocks}</TimeBlockList></Schedule>`;
const block = (from: string, to: string): string =>
  `<TimeBlock><dayOfWeek>1</dayOfWeek><TimeRange><beginTime>${from}</beginTime><endTime>${to}</endTime></TimeRange></TimeBlock>`;
const line = (target: string, x: number): string =>
  `<LineDetection ${NS}><enabled>true</enabled><LineItemList><LineItem><enabled>true</enabled><detectionTarget>${target}</detectionTarget><CoordinatesList>` +
  `<Coordinates><positionX>9</positionX><positionY>9</positionY></Coordinates><Coordinates><positionX>${x}</positionX><positionY>9</positionY></Coordinates>` +
  "</CoordinatesList></LineItem></LineItemList></LineDetection>";

test.each([
  ["whose hours nobody has said", [FACES], ["face-detection configured"]],
  ["that has hours", [FACES, hours("facedetection_video1", block("00:00:00", "24:00:00"))], ["face-detection enabled"]],
  ["without a block", [FACES, hours("facedetection_video1", "")], ["face-detection configured"]],
  [
    "from midnight to midnight of no length",
    [FACES, hours("faceDetect-1", block("00:00:00", "00:00:00"))],
    ["face-detection configured"],
  ],
  [
    "with hours of another function",
    [FACES, hours("lineDetection-1", block("00:00", "24:00"))],
    ["face-detection configured"],
  ],
  [
    "that is off, with hours",
    [FACES.replace("true", "false"), hours("facedetection_video1", block("00:00", "24:00"))],
    ["face-detection supported"],
  ],
  [
    "with a line and hours",
    [line("human,vehicle", 1), hours("lineDetection-1", block("00:00", "24:00"))],
    ["perimeter enabled", "person-detection enabled"],
  ],
  [
    "with a line of one point, and hours",
    [line("human", 9), hours("lineDetection-1", block("00:00", "24:00"))],
    ["perimeter supported"],
  ],
])("a function that is switched on %s", (_, answers, expected) => {
  expect(said(...answers)).toEqual(expected);
});

test.each([
  ["facesnap", "FaceSnap", "faceSnap-1", "face-detection enabled"],
  ["smart", "FaceSnap", "faceSnap-1", "face-detection configured"],
  ["smart", "FaceDetect", "facedetection_video1", "face-detection enabled"],
  ["facesnap", "FaceDetect", "facedetection_video1", "face-detection configured"],
])("while the resource is given to %s, %s with the hours of %s is %s", (resource, name, id, expected) => {
  const set = `<${name} ${NS}><enabled>true</enabled></${name}>`;
  const given = `<VCAResource ${NS}><type>${resource}</type></VCAResource>`;
  expect(said(set, hours(id, block("00:00", "24:00")), given)).toContain(expected);
});

test("a document of what may be set says what is supported, and no more", () => {
  const capability =
    `<RegionEntrance ${NS}><enabled opt="true,false">true</enabled><RegionEntranceRegionList><RegionEntranceRegion>` +
    '<detectionTarget opt="all,human,vehicle"/></RegionEntranceRegion></RegionEntranceRegionList></RegionEntrance>';
  expect(said(capability)).toEqual(["perimeter supported", "person-detection supported"]);
});

test("of a channel's events those count that it can be set to, not what it passes on or shuts out", () => {
  const channel =
    `<ChannelEventCapList ${NS}><ChannelEventCap><eventType opt="VMD,faceSnap, PeopleCounting"/><shieldEventType opt="humanRecognition"/>` +
    '<passThoughEventType opt="faceSnapModeling,faceContrast"/></ChannelEventCap></ChannelEventCapList>';
  expect(said(channel)).toEqual(["face-detection supported", "motion-only supported", "people-counting supported"]);
});

test("a rule of a dome names its kind beside its switch; its own name is free text", () => {
  const rule =
    `<BehaviorRule ${NS}><RuleInfoList><RuleInfo><ruleName>face recognition</ruleName><eventType>fieldDetection</eventType><enabled>true</enabled>` +
    "<Region><RegionCoordinates><positionX>1</positionX><positionY>1</positionY></RegionCoordinates><RegionCoordinates><positionX>5</positionX>" +
    "<positionY>7</positionY></RegionCoordinates></Region></RuleInfo></RuleInfoList></BehaviorRule>";
  expect(said(rule)).toEqual(["perimeter configured"]);
});

test("modes of an engine and a library of faces are supported; flags of a search speak of other devices", () => {
  expect(
    said('<AnalysisEnginesCap><mode opt="face_recognition,behavior,peopleCounting"/></AnalysisEnginesCap>'),
  ).toEqual(["face-recognition supported", "people-counting supported"]);
  const library = { statusCode: 1, FDLib: [{ FDID: "1", faceLibType: "blackFD", name: "members" }, { FDID: "2" }] };
  const { proven } = provenBy([{ call: "library", tree: treeOfJson(library) }]);
  expect(proven).toMatchObject([{ category: "face-recognition", step: "supported", quote: "FDLib blackFD" }]);
  expect(said("<SmartSearchCap><isSupportFaceContrast>true</isSupportFaceContrast></SmartSearchCap>")).toEqual([]);
});
