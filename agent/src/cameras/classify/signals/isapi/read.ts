import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { allOf, propertyOf, saysNo, saysYes } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven } from "../../signal.ts";
import { child, walk, type XmlElement } from "../../../interrogate/xml.ts";
import { NAME_SIGNALS } from "../names/signals.ts";
import { ISAPI_EVENTS, ISAPI_FLAGS, ISAPI_RESOURCES } from "./signals.ts";

const FLAGS = lexicon(ISAPI_FLAGS, NAME_SIGNALS);
const EVENTS = lexicon(ISAPI_EVENTS);
const RESOURCES = lexicon(ISAPI_RESOURCES);

/** Answers whose flags speak of this device's functions; a flag elsewhere (how to search recordings) does not. */
const CAPABILITY_ROOT = /cap$|^accesscontrol$|^intelligent/i;
/** Flags of a recorder's search speak of what other devices recorded. */
const NOT_OF_ITS_OWN = new Set(["RacmCap"]);

/** What an ISAPI answer proves, and what the device says it cannot. */
export interface IsapiReading {
  proven: Proven[];
  /** Categories that a flag calls false, with its words. It is never "no": another flag, or a licence, may say otherwise. */
  denied: { category: CameraCategory; quote: string }[];
}

/** Whether a device says of itself that it is a recorder. */
export const isRecorder = (tree: XmlElement): boolean =>
  allOf(tree, "DeviceInfo").some((info) => /^(?:NVR|DVR|HDVR|CVR)/i.test(propertyOf(info, "deviceType") ?? ""));

/**
 * Reads any ISAPI answer by what stands in it.
 * @param ofRecorder the device answers for cameras behind it
 */
export function readIsapi(tree: XmlElement, ofRecorder: boolean): IsapiReading {
  const flags = readFlags(tree, ofRecorder);
  return {
    proven: [
      ...flags.proven,
      ...triggers(tree),
      ...alerts(tree),
      // A recorder answers for its channels: how a camera behind it is set says nothing about the recorder.
      ...(ofRecorder ? [] : [...settings(tree), ...resources(tree)]),
    ],
    denied: flags.denied,
  };
}

function readFlags(tree: XmlElement, ofRecorder: boolean): IsapiReading {
  const found: IsapiReading = { proven: [], denied: [] };
  const visit = (element: XmlElement, counts: boolean): void => {
    const here = (counts || CAPABILITY_ROOT.test(element.local)) && !NOT_OF_ITS_OWN.has(element.local);
    const isFlag = element.children.length === 0 && /^is_?supp?ort/i.test(element.local);
    // A filter that keeps only persons may stand beside the rule that it serves.
    const isFilter = element.local.endsWith("HumanMisinfoFilter") && !ofRecorder;
    if (isFlag && (here || isFilter))
      for (const { category } of signalsOf(FLAGS, element.local)) {
        const quote = `${element.local}=${element.text.trim()}`;
        if (saysYes(element.text)) found.proven.push({ category, step: "supported", family: "flags", quote });
        else if (saysNo(element.text)) found.denied.push({ category, quote });
      }
    for (const next of element.children) visit(next, here);
  };
  visit(tree, false);
  return found;
}

/** Kinds of event that something can be set to happen upon. */
function triggers(tree: XmlElement): Proven[] {
  return allOf(tree, "EventTrigger", "EventSchedule").flatMap((trigger) => {
    const type = propertyOf(trigger, "eventType") ?? "";
    return signalsOf(EVENTS, type).map(({ category }) => ({
      category,
      step: "supported" as const,
      family: "triggers",
      quote: `eventType ${type}`,
    }));
  });
}

/** Alarms that were sent. */
function alerts(tree: XmlElement): Proven[] {
  return allOf(tree, "EventNotificationAlert")
    .filter((alert) => (propertyOf(alert, "eventState") ?? "").toLowerCase() === "active")
    .flatMap((alert) => {
      const type = propertyOf(alert, "eventType") ?? "";
      const quote = `eventType ${type} eventState active`;
      const found: Proven[] = signalsOf(EVENTS, type).map(({ category }) => ({
        category,
        step: "observed",
        family: "events",
        quote,
      }));
      const target = allOf(alert, "detectionTarget").find((each) => /^(?:human|person)$/i.test(each.text.trim()));
      if (target !== undefined)
        found.push({
          category: "person-detection",
          step: "observed",
          family: "events",
          quote: `${quote} detectionTarget ${target.text.trim()}`,
        });
      return found;
    });
}

const SETTING =
  /^(?:LineDetection|FieldDetection|RegionEntrance|RegionExiting|Loitering|FaceDetect|FaceDetection|FaceSnap|FaceCapture|FaceContrast|MotionDetection|MixedTargetDetection|HumanRecognition|PeopleCounting|counting|FramesPeopleCounting|RegionPerson|HeatMap|PersonQueueDetection|PersonDensityDetection)$/i;

/**
 * How a function is set. Its switch with a line or an area makes it *configured*; *enabled* also needs the hours in which it runs, for
 * every camera leaves the factory with some of them on: `Event/schedules` says them.
 */
function settings(tree: XmlElement): Proven[] {
  const found = [...walk(tree)].filter(({ local }) => SETTING.test(local));
  return found.flatMap((setting) => {
    const isOn = child(setting, "enabled")?.text ?? "";
    if (!saysYes(isOn) && !saysNo(isOn)) return [];
    const areas = allOf(
      setting,
      "LineItem",
      "FieldDetectionRegion",
      "Region",
      "RegionEntranceRegion",
      "RegionExitingRegion",
      "layout",
    );
    const drawn = areas.filter((area) => hasArea(area) && !saysNo(child(area, "enabled")?.text ?? "true"));
    const needsArea = !/^(?:face|human|mixed|heat)/i.test(setting.local);
    const step: CameraStep = saysYes(isOn) && (drawn.length > 0 || !needsArea) ? "configured" : "supported";
    const quote = `${setting.local} enabled=${isOn.trim()}${drawn.length === 0 && needsArea ? " (no area)" : ""}`;
    const found: Proven[] = signalsOf(FLAGS, setting.local).map(({ category }) => ({
      category,
      step,
      family: "settings",
      quote,
    }));
    const human = drawn.find((area) => /\bhuman\b/i.test(propertyOf(area, "detectionTarget") ?? ""));
    if (human !== undefined)
      found.push({
        category: "person-detection",
        step,
        family: "settings",
        quote: `${quote} detectionTarget ${propertyOf(human, "detectionTarget") ?? ""}`,
      });
    return found;
  });
}

/** A line or an area that is not one point, or a grid with a cell that is on. */
function hasArea(area: XmlElement): boolean {
  if (area.local === "layout") return /[1-9a-f]/i.test(propertyOf(area, "gridMap") ?? "");
  const points = [...walk(area)]
    .filter((each) => child(each, "positionX") !== undefined)
    .map((each) => `${propertyOf(each, "positionX") ?? ""},${propertyOf(each, "positionY") ?? ""}`);
  return new Set(points).size > 1;
}

/** What the intelligent resource of a channel can be given to (`opt`), and what it is given to. */
function resources(tree: XmlElement): Proven[] {
  return allOf(tree, "VCAResource").flatMap((resource) => {
    const type = child(resource, "type");
    const now = (type?.text ?? "").trim();
    const can = (type?.attributes.get("opt") ?? "").split(",");
    const rows = (name: string, step: CameraStep): Proven[] =>
      signalsOf(RESOURCES, name).map(({ category }) => ({
        category,
        step,
        family: "resources",
        quote: `VCAResource ${name}`,
      }));
    return can.length > 1 ? can.flatMap((name) => rows(name, "supported")) : rows(now, "configured");
  });
}
