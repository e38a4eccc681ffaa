import { expect, test } from "vitest";
import { parseXml } from "../../interrogate/xml.ts";
import { treeOfJson } from "../answer-tree.ts";
import { provenBy } from "../proven.ts";
import { rankOf, type Proven } from "../signal.ts";
import { DAHUA_SIGNALS } from "./dahua/signals.ts";
import { ISAPI_EVENTS, ISAPI_FLAGS, ISAPI_RESOURCES } from "./isapi/signals.ts";
import { readDahua } from "./dahua/read.ts";
import { NAME_SIGNALS } from "./names/signals.ts";
import { VAPIX_APPLICATIONS } from "./vapix/signals.ts";

/** The highest step of each category, as "category step". */
function highest(proven: readonly Proven[]): string[] {
  const best = new Map<string, Proven>();
  for (const each of proven) {
    const known = best.get(each.category);
    if (known === undefined || rankOf(each.step) > rankOf(known.step)) best.set(each.category, each);
  }
  return [...best.values()].map(({ category, step }) => `${category} ${step}`).toSorted();
}
const xml = (...answers: string[]): string[] =>
  highest(provenBy(answers.map((each, at) => ({ call: `call-${at}`, tree: parseXml(Buffer.from(each)).root }))).proven);
const json = (value: unknown): string[] => highest(provenBy([{ call: "call", tree: treeOfJson(value) }]).proven);

const rule = (type: string, items: string, local = "Rule", points = ""): string =>
  `<c><UseCount>1</UseCount><${local} Name="free text FaceRecognition" Type="tt:${type}"><Parameters>${items}` +
  `<ElementItem Name="Field"><Polygon>${points}</Polygon></ElementItem></Parameters></${local}></c>`;
const item = (name: string, value: string): string => `<SimpleItem Name="${name}" Value="${value}"/>`;
const DRAWN = '<Point x="1" y="2"/><Point x="9" y="8"/>';
const TEMPLATE = '<Point x="0" y="0"/><Point x="0" y="0"/>';

test.each([
  [
    "a module that is off",
    rule("FaceDetectorEngine", item("Enable", "false"), "AnalyticsModule", DRAWN),
    ["face-detection supported"],
  ],
  [
    "another switch of the same module",
    rule("FaceDetectorEngine", item("Enable", "false") + item("DynamicModeEnable", "true"), "AnalyticsModule", DRAWN),
    ["face-detection supported"],
  ],
  [
    "a module that is on",
    rule("FaceDetectorEngine", item("Enable", "true"), "AnalyticsModule", DRAWN),
    ["face-detection enabled"],
  ],
  ["a rule of a factory", rule("LineDetector", item("LineEnable", "true"), "Rule", TEMPLATE), ["perimeter supported"]],
  [
    "a line that was drawn, switched off",
    rule("LineDetector", item("LineEnable", "false"), "Rule", DRAWN),
    ["perimeter configured"],
  ],
  [
    "a line that was drawn, switched on",
    rule("LineDetector", item("LineEnable", "true"), "Rule", DRAWN),
    ["perimeter enabled"],
  ],
  [
    "a rule that looks for objects, with classes, switched on",
    rule("ObjectDetection", item("ClassFilter", "Person tt:Face Vehicle") + item("Enabled", "true")),
    ["face-detection enabled", "person-detection enabled"],
  ],
  [
    "classes of a line that nobody drew",
    rule("LineDetector", item("ClassFilter", "Human") + item("LineEnable", "true"), "Rule", TEMPLATE),
    ["perimeter supported", "person-detection supported"],
  ],
  [
    "an engine of lines that is on, without a rule",
    rule("LineDetectorEngine", item("Enable", "true"), "AnalyticsModule", DRAWN),
    ["perimeter supported"],
  ],
  ["cells of which none is active", rule("CellMotionDetector", item("ActiveCells", "zwA=")), ["motion-only supported"]],
  [
    "cells of which some are active",
    rule("CellMotionDetector", item("ActiveCells", "zP8A8A==")),
    ["motion-only configured"],
  ],
  [
    "a rule that is on and never scheduled",
    rule("FaceDetector", item("Enable", "true") + item("time_seg", "00:00:00-00:00:00"), "Rule", DRAWN),
    ["face-detection configured"],
  ],
  [
    "a configuration that no profile uses",
    rule("FaceDetector", item("Enable", "true"), "Rule", DRAWN).replace("UseCount>1", "UseCount>0"),
    ["face-detection supported"],
  ],
  ["a type of a longer name", rule("SurfaceDetector", item("Enable", "true"), "Rule", DRAWN), []],
  ["a counter of objects", rule("CountAggregation", "", "Rule", DRAWN), ["people-counting configured"]],
])("%s proves no more than it says", (_, answer, expected) => {
  expect(xml(answer)).toEqual(expected);
});

test("a rule without a switch runs when the module that serves it is on, though another answer says so", () => {
  const module = rule("CountAggregationEngine", item("Enable", "true"), "AnalyticsModule", DRAWN);
  expect(xml(rule("CountAggregation", "", "Rule", DRAWN), module)).toEqual(["people-counting enabled"]);
});

const description = (name: string, more = ""): string => `<r><RuleDescription Name="tt:${name}" ${more}/></r>`;
test.each([
  [description("FaceRecognition"), ["face-recognition supported"]],
  [description("LineCounting"), ["people-counting supported"]],
  [description("FaceRecognition", 'maxInstances="0"'), []],
  [description("SmartMotionDetector"), []],
  [
    "<r><SampleFrame><Object><HumanFace/><HumanBody><Clothing/></HumanBody></Object></SampleFrame></r>",
    ["body-attributes supported", "face-detection supported"],
  ],
  ['<r xmlns:fc="http://www.onvif.org/ver20/analytics/humanface"><SampleFrame/></r>', []],
  [
    '<r><TopicSet><RuleEngine><Recognition><Face topic="true"/></Recognition></RuleEngine></TopicSet></r>',
    ["face-recognition supported"],
  ],
  [
    '<r><TopicSet><IVA><ObjectInField><Face_detection topic="true"/></ObjectInField></IVA></TopicSet></r>',
    ["perimeter supported"],
  ],
  ['<r><TopicSet><IVA><Something><Face_detection topic="true"/></Something></IVA></TopicSet></r>', []],
  [
    '<r><TopicSet><UserAlarm><IVA><HumanShapeDetect topic="true"/></IVA></UserAlarm></TopicSet></r>',
    ["person-detection supported"],
  ],
  ['<r><TopicSet><PTZController><AutoTracking topic="true"/></PTZController></TopicSet></r>', []],
])("what a device says it can be given: %s", (answer, expected) => {
  expect(xml(answer)).toEqual(expected);
});

const event = (topic: string, items: Record<string, string>, operation = "Changed"): unknown => ({
  Topic: { _value_1: topic },
  Message: {
    _value_1: {
      PropertyOperation: operation,
      Data: { SimpleItem: Object.entries(items).map(([Name, Value]) => ({ Name, Value })) },
    },
  },
});
test.each([
  [event("tns1:RuleEngine/PeopleDetector/People", { IsPeople: "true" }), ["person-detection observed"]],
  [event("tns1:RuleEngine/PeopleDetector/People", { IsNotPerson: "true" }), []],
  [event("tns1:RuleEngine/CellMotionDetector/TpSmartEvent", { IsVehicle: "true" }), []],
  [event("tns1:RuleEngine/MyRuleDetector/FaceDetect", { State: "false" }, "Initialized"), []],
  [event("tns1:RuleEngine/MyRuleDetector/FaceDetect", { State: "true" }), ["face-detection observed"]],
  [event("tns1:RuleEngine/MyRuleDetector/FaceDetect", { State: "true" }, "Deleted"), []],
  [event("tns1:RuleEngine/ObjectDetection/Object", { ClassTypes: "Human Vehicle" }), ["person-detection observed"]],
  [event("tns1:RuleEngine/ObjectDetection/Object", { ClassTypes: "" }), []],
  [event("tns1:RuleEngine/LineDetector/Crossed", { ObjectId: "0" }), ["perimeter observed"]],
  [event("tns1:RuleEngine/CountAggregation/Counter", { Count: "0" }), []],
  [event("tns1:RuleEngine/CountAggregation/Counter", { Count: "7" }), ["people-counting observed"]],
])("an event proves what it says happened: %j", (sent, expected) => {
  expect(json(sent)).toEqual(expected);
});

const flags = (words: string): string => `<DeviceCap><EventCap>${words}</EventCap></DeviceCap>`;
test.each([
  [flags("<isSupportFaceContrast>true</isSupportFaceContrast>"), ["face-recognition supported"]],
  [flags("<isSupportFaceContrast>false</isSupportFaceContrast>"), []],
  [flags("<issupportfacesnap>true</issupportfacesnap>"), ["face-detection supported"]],
  [flags("<isSupportHumanRecognition>true</isSupportHumanRecognition>"), ["body-attributes supported"]],
  [
    flags("<isSupportHeatmap>true</isSupportHeatmap><isSupportCounting>1</isSupportCounting>"),
    ["people-counting supported"],
  ],
  [flags("<isSupportFaceDetecttionAlarmByTimeZone>true</isSupportFaceDetecttionAlarmByTimeZone>"), []],
  ["<RacmCap><isSupportFaceDetect>true</isSupportFaceDetect></RacmCap>", []],
  ["<AccessControl><isSupportFDLib>true</isSupportFDLib></AccessControl>", ["face-recognition supported"]],
  [
    "<EventTriggerList><EventTrigger><eventType>faceSnap</eventType></EventTrigger></EventTriggerList>",
    ["face-detection supported"],
  ],
  ['<VCAResource><type opt="smart,facesnap,close">smart</type></VCAResource>', ["face-detection supported"]],
  ["<VCAResource><type>facesnap</type></VCAResource>", ["face-detection configured"]],
  ["<FaceDetect><enabled>true</enabled></FaceDetect>", ["face-detection configured"]],
  [
    "<EventNotificationAlert><eventType>facedetection</eventType><eventState>inactive</eventState></EventNotificationAlert>",
    [],
  ],
  [
    "<EventNotificationAlert><eventType>facedetection</eventType><eventState>active</eventState></EventNotificationAlert>",
    ["face-detection observed"],
  ],
])("ISAPI: %s", (answer, expected) => {
  expect(xml(answer)).toEqual(expected);
});

test("a recorder is not charged with how the cameras behind it are set", () => {
  const setting =
    "<FieldDetection><enabled>true</enabled><FieldDetectionRegion><detectionTarget>human</detectionTarget><R><positionX>1</positionX><positionY>2</positionY></R>" +
    "<R><positionX>3</positionX><positionY>4</positionY></R></FieldDetectionRegion></FieldDetection>";
  expect(xml(setting)).toEqual(["perimeter configured", "person-detection configured"]);
  expect(xml(setting, "<DeviceInfo><deviceType>NVR</deviceType></DeviceInfo>")).toEqual([]);
});

test("a flag that is false is shown and is never a no", () => {
  const tree = parseXml(Buffer.from(flags("<isSupportFaceSnap>false</isSupportFaceSnap>"))).root;
  expect(provenBy([{ call: "isapi", tree }])).toMatchObject({
    proven: [],
    denied: [{ category: "face-detection", call: "isapi", quote: "isSupportFaceSnap=false" }],
  });
});

const application = (name: string, status: string, license = "None"): string =>
  `<reply><application Name="${name}" NiceName="AXIS ${name}" Status="${status}" License="${license}"/></reply>`;
test.each([
  [application("fenceguard", "Running"), ["perimeter enabled"]],
  [application("fenceguard", "Stopped"), ["perimeter supported"]],
  [application("peoplecounter", "Running", "Missing"), ["people-counting supported"]],
  [application("objectanalytics", "Running"), []],
  [application("AutoTracking", "Running"), []],
])("VAPIX: %s", (answer, expected) => {
  expect(xml(answer)).toEqual(expected);
});

const RULE = "table.VideoAnalyseRule[0][1]";
test.each([
  [`${RULE}.Type=FaceDetection\r\n${RULE}.Enable=true`, ["face-detection enabled"]],
  [`${RULE}.Type=FaceDetection\n${RULE}.Enable=false\n${RULE}.Name=FaceRecognition`, ["face-detection supported"]],
  [`${RULE}.Type=CrossLineDetection\n${RULE}.Enable=true`, ["perimeter supported"]],
  [
    `${RULE}.Type=NumberStat\n${RULE}.Enable=true\n${RULE}.Config.DetectRegion[0][0]=0\n${RULE}.Config.DetectRegion[0][1]=8191`,
    ["people-counting enabled"],
  ],
  [
    `${RULE}.Type=FaceRecognition\n${RULE}.Enable=true\n${RULE}.EventHandler.TimeSection[0][0]=0 00:00:00-23:59:59`,
    ["face-recognition configured"],
  ],
  [
    "table.SmartMotionDetect[0].Enable=true\ntable.SmartMotionDetect[0].ObjectTypes.Human=true",
    ["person-detection enabled"],
  ],
  ["table.SmartMotionDetect[0].Enable=true\ntable.SmartMotionDetect[0].ObjectTypes.Human=false", []],
  ["Code=FaceDetection;action=Start;index=0", ["face-detection observed"]],
  ["Code=FaceDetection;action=Stop;index=0", []],
])("Dahua: %s", (text, expected) => {
  expect(highest(readDahua(text))).toEqual(expected);
});

test("as many rules as an answer can hold are read in one look at each: two looks at each pair would take minutes", () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `VideoAnalyseRule[0][${at}].Type=FaceDetection`);
  expect(readDahua(lines.join("\n"))).toHaveLength(20_000);
  const answer = `<r>${'<Rule Type="tt:FaceDetector"/>'.repeat(2_000)}</r>`;
  expect(xml(...Array.from({ length: 39 }, () => answer))).toEqual(["face-detection configured"]);
});

test.each([
  [
    { FaceListObject: { FaceObject: [{ FaceID: "1", GenderCode: "1" }] } },
    ["body-attributes observed", "face-detection observed"],
  ],
  [
    { FaceListObject: { FaceObject: [{ FaceID: "1", GenderCode: "", AgeUpLimit: "99" }] } },
    ["face-detection observed"],
  ],
  [{ FaceListObject: { FaceObject: [] } }, []],
  [{ KeepaliveObject: { DeviceID: "1" } }, []],
])("GA/T 1400: %j", (body, expected) => {
  expect(json(body)).toEqual(expected);
});

test("every row of the tables says where it comes from", () => {
  for (const row of [
    ...NAME_SIGNALS,
    ...ISAPI_FLAGS,
    ...ISAPI_EVENTS,
    ...ISAPI_RESOURCES,
    ...VAPIX_APPLICATIONS,
    ...DAHUA_SIGNALS,
  ])
    expect(row.source.length, row.match.join()).toBeGreaterThan(8);
});
