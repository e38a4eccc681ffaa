import type { CameraStep } from "@probewarden/contract";
import { allOf, propertyOf, saysNo, saysYes } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven } from "../../signal.ts";
import { child, walk, type XmlElement } from "../../../interrogate/xml.ts";
import { NAME_SIGNALS } from "../names/signals.ts";
import { ISAPI_EVENTS, ISAPI_FLAGS, ISAPI_RESOURCES } from "./signals.ts";

const RESOURCES = lexicon(ISAPI_RESOURCES);
const FUNCTIONS = lexicon(ISAPI_FLAGS, ISAPI_EVENTS, NAME_SIGNALS);

const SETTING =
  /^(?:(?:Smart)?LineDetection|FieldDetection|RegionEntrance|RegionExiting|Loitering|FaceDetect|FaceDetection|FaceSnap|FaceCapture|FaceContrast|MotionDetection|MixedTargetDetection|HumanRecognition|PeopleCounting|counting|FramesPeopleCounting|RegionPerson|HeatMap|PersonQueueDetection|PersonDensityDetection|PersonQueueCounting|RegionTargetNumberCounting|FaceThermometry)(?:Cap)?$/i;
/** What watches no line and no area of its own: it is complete when it is switched on. */
const NEEDS_NONE = /^(?:face|human|mixed|heat)/i;
/** Lines and areas, whatever kind of function they belong to; not those that are left out of it. */
const AREA = /(?:LineItem|Line|Region|Area|layout)$/;
const LEFT_OUT = /^(?:shield|mask|privacy|exclu|filter)/i;

/** Whether a kind of event has hours in which it runs, by {@link kindOf}. What is not in it was not said. */
export type Schedules = ReadonlyMap<string, boolean>;

/** `lineDetection-1`, `VMD_video1`, `LineDetection`: one kind, however its place spells it. */
function kindOf(name: string): string {
  const plain = name
    .replace(/[-_](?:video)?\d+$/i, "")
    .toLowerCase()
    .replaceAll(/[^a-z]/g, "");
  return plain === "vmd" ? "motiondetection" : plain === "facedetect" ? "facedetection" : plain;
}

/** Hours of events, as all answers of a device say them (ISAPI, Event/schedules). A list without a block never runs. */
export function schedulesIn(trees: readonly XmlElement[]): Schedules {
  const found = new Map<string, boolean>();
  for (const schedule of trees.flatMap((tree) => allOf(tree, "EventSchedule", "Schedule"))) {
    const blocks = child(schedule, "TimeBlockList");
    const name = propertyOf(schedule, "eventType") || propertyOf(schedule, "id");
    if (blocks === undefined || name === undefined) continue;
    const runs = allOf(blocks, "TimeBlock").some((block) => {
      const [range] = allOf(block, "TimeRange");
      return range !== undefined && propertyOf(range, "beginTime") !== propertyOf(range, "endTime");
    });
    found.set(kindOf(name), runs || found.get(kindOf(name)) === true);
  }
  return found;
}

/** What the intelligent resource of the channel is given to, as all answers say it; undefined where none does. Functions exclude each other by it. */
export function resourceIn(trees: readonly XmlElement[]): string | undefined {
  const given = trees
    .flatMap((tree) => allOf(tree, "VCAResource"))
    .map((resource) => child(resource, "type"))
    .find((type) => type !== undefined && !type.attributes.has("opt") && type.text.trim() !== "");
  return given?.text.trim();
}

/** Functions that run whatever the resource is given to, and those that run while it is given to `smart`. */
const NEEDS_NO_RESOURCE = /^motion/i;
const SMART = /^(?:LineDetection|FieldDetection|RegionEntrance|RegionExiting|Loitering|FaceDetect(?:ion)?)$/i;

/** Whether the resource leaves a function running. */
function isGivenTo(name: string, resource: string | undefined): boolean {
  if (resource === undefined || NEEDS_NO_RESOURCE.test(name)) return true;
  if (SMART.test(name)) return /^smart$/i.test(resource);
  const wanted = signalsOf(FUNCTIONS, name).map(({ category }) => category);
  return signalsOf(RESOURCES, resource).some(({ category }) => wanted.includes(category));
}

/** What of all answers of a device bears upon each of its functions. */
export interface Surroundings {
  schedules: Schedules;
  resource: string | undefined;
}

export const surroundingsIn = (trees: readonly XmlElement[]): Surroundings => ({
  schedules: schedulesIn(trees),
  resource: resourceIn(trees),
});

/**
 * How a function is set. Its switch with a line or an area makes it *configured*; *enabled* also needs the hours in which it runs, for
 * every camera leaves the factory with some of them on: `Event/schedules` says them. What may be set (`opt` at the switch) is *supported*.
 */
export function settings(tree: XmlElement, around: Surroundings): Proven[] {
  return [...walk(tree)].flatMap((element) => {
    if (SETTING.test(element.local)) return readSetting(element, element.local, around);
    // Rules of a dome (Intelligent/channels/N/behaviorRule) name their kind beside their switch.
    const kind = element.local === "RuleInfo" ? propertyOf(element, "eventType") : undefined;
    return kind === undefined ? [] : readSetting(element, kind, around);
  });
}

const isChoice = ({ attributes }: XmlElement): boolean =>
  ["opt", "min", "max"].some((name) => (attributes.get(name) ?? "") !== "");

function readSetting(setting: XmlElement, name: string, { schedules, resource }: Surroundings): Proven[] {
  const control = child(setting, "enabled") ?? child(setting, "enable");
  const prove = (step: CameraStep, quote: string, target: string | undefined): Proven[] => [
    ...signalsOf(FUNCTIONS, name).map(({ category }) => ({ category, step, family: "settings", quote })),
    ...(target === undefined || !HUMAN.test(target)
      ? []
      : [
          {
            category: "person-detection" as const,
            step,
            family: "settings",
            quote: `${quote} detectionTarget ${target}`,
          },
        ]),
  ];
  const may = allOf(setting, "detectionTarget", "targetType").flatMap(({ attributes }) => attributes.get("opt") ?? []);
  // A document of what may be set; an empty one is of nothing.
  if (control === undefined)
    return /cap$/i.test(name) && [...walk(setting)].some(isChoice) ? prove("supported", name, may.join(",")) : [];
  if (control.attributes.has("opt"))
    return prove("supported", `${name} enabled opt=${control.attributes.get("opt") ?? ""}`, may.join(","));
  const isOn = saysYes(control.text);
  if (!isOn && !saysNo(control.text)) return [];
  const drawn = areasIn(setting).filter((area) => hasArea(area) && !saysNo(child(area, "enabled")?.text ?? "true"));
  const needsArea = !NEEDS_NONE.test(name);
  const isComplete = drawn.length > 0 || !needsArea;
  const runs = schedules.get(kindOf(name));
  const isFree = isGivenTo(name, resource);
  const step: CameraStep = !isOn || !isComplete ? "supported" : runs === true && isFree ? "enabled" : "configured";
  const quote =
    `${name} enabled=${control.text.trim()}${isComplete ? "" : " (no area)"}` +
    (runs === undefined ? "" : runs ? " (has hours)" : " (never scheduled)") +
    (isFree ? "" : ` (the resource is given to ${resource ?? ""})`);
  const target = drawn.map((area) => propertyOf(area, "detectionTarget") ?? "").find((each) => HUMAN.test(each));
  const proven = prove(step, quote, target);
  // What a rule could look for, and the filter of plain motion that every camera of a series is sold with, show that it can tell persons.
  const could = [...may, ...allOf(setting, "targetType").map(({ text }) => text)].find((each) => HUMAN.test(each));
  if (target === undefined && could !== undefined)
    proven.push({
      category: "person-detection",
      step: "supported",
      family: "settings",
      quote: `${name} target ${could.trim()}`,
    });
  return proven;
}

const HUMAN = /\b(?:human|person|people)\b/i;

const areasIn = (setting: XmlElement): XmlElement[] =>
  setting.children.flatMap((next) =>
    LEFT_OUT.test(next.local) ? [] : [...(AREA.test(next.local) ? [next] : []), ...areasIn(next)],
  );

/** A line or an area that is not one point, or a grid with a cell that is on. */
function hasArea(area: XmlElement): boolean {
  if (area.local === "layout") return /[1-9a-f]/i.test(propertyOf(area, "gridMap") ?? "");
  const points = [...walk(area)]
    .filter((each) => child(each, "positionX") !== undefined)
    .map((each) => `${propertyOf(each, "positionX") ?? ""},${propertyOf(each, "positionY") ?? ""}`);
  return new Set(points).size > 1;
}
