import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { allOf, propertyOf, saysNo, saysYes } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven } from "../../signal.ts";
import { child, walk, type XmlElement } from "../../../interrogate/xml.ts";
import { NAME_SIGNALS } from "../names/signals.ts";
import { settings, type Surroundings } from "./settings.ts";
import { ISAPI_ENGINES, ISAPI_EVENTS, ISAPI_FLAGS, ISAPI_RESOURCES } from "./signals.ts";

const FLAGS = lexicon(ISAPI_FLAGS, NAME_SIGNALS);
const EVENTS = lexicon(ISAPI_EVENTS);
const RESOURCES = lexicon(ISAPI_RESOURCES);
const ENGINES = lexicon(ISAPI_ENGINES);

/** Answers whose flags speak of this device's functions; a flag elsewhere (how to search recordings) does not. */
const CAPABILITY_ROOT = /cap$|capabilit(?:y|ies)$|^accesscontrol$|^intelligent/i;
/** Flags of a recorder's search speak of what other devices recorded. */
const NOT_OF_ITS_OWN = /^racmcap$|(?:search|playback)\w*cap(?:abilit(?:y|ies))?$/i;

const NOTHING_AROUND: Surroundings = { schedules: new Map(), resource: undefined };

/** What an ISAPI answer proves, and what the device says it cannot. */
export interface IsapiReading {
  proven: Proven[];
  /** Categories that a flag calls false, with its words. It is never "no": another flag, or a licence, may say otherwise. */
  denied: { category: CameraCategory; quote: string }[];
}

/** Whether a device says of itself that it is a recorder (`HybirdNVR` is how the guide spells one), or lists channels behind it. */
export const isRecorder = (tree: XmlElement): boolean =>
  allOf(tree, "DeviceInfo").some((info) => /[NDC]VR$|recorder/i.test((propertyOf(info, "deviceType") ?? "").trim())) ||
  allOf(tree, "InputProxyChannel").length > 0;

/**
 * Reads any ISAPI answer by what stands in it.
 * @param ofRecorder the device answers for cameras behind it
 * @param around what all its answers say of hours and of the intelligent resource
 */
export function readIsapi(tree: XmlElement, ofRecorder: boolean, around: Surroundings = NOTHING_AROUND): IsapiReading {
  const flags = readFlags(tree, ofRecorder);
  return {
    proven: [
      ...flags.proven,
      ...triggers(tree),
      ...channelEvents(tree),
      ...engines(tree),
      ...libraries(tree),
      ...alerts(tree),
      // A recorder answers for its channels: how a camera behind it is set says nothing about the recorder.
      ...(ofRecorder ? [] : [...settings(tree, around), ...resources(tree)]),
    ],
    denied: flags.denied,
  };
}

function readFlags(tree: XmlElement, ofRecorder: boolean): IsapiReading {
  const found: IsapiReading = { proven: [], denied: [] };
  const visit = (element: XmlElement, counts: boolean, isTop = false): void => {
    const here = isTop || ((counts || CAPABILITY_ROOT.test(element.local)) && !NOT_OF_ITS_OWN.test(element.local));
    const isFlag = element.children.length === 0 && /^is_?supp?ort/i.test(element.local);
    // A filter that keeps only persons may stand beside the rule that it serves.
    const isFilter = element.local.endsWith("HumanMisinfoFilter") && !ofRecorder;
    if (isFlag && (here || isFilter))
      for (const { category } of signalsOf(FLAGS, element.local)) {
        const quote = `${element.local}=${element.text.trim() || (element.attributes.get("opt") ?? "")}`;
        if (saysYes(element.text) || isOnlyYes(element))
          found.proven.push({ category, step: "supported", family: "flags", quote });
        else if (saysNo(element.text)) found.denied.push({ category, quote });
      }
    // JSON has flags at its top as well, without a name around them.
    for (const next of element.children) visit(next, here, element === tree && tree.local === "json" && isLeaf(next));
  };
  visit(tree, false);
  return found;
}

const isLeaf = ({ children }: XmlElement): boolean => children.length === 0;

/** A flag without a value whose only choice is yes; one that could be either says nothing. */
const isOnlyYes = ({ text, attributes }: XmlElement): boolean =>
  text.trim() === "" && saysYes(attributes.get("opt") ?? "");

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

/** Kinds of event that a channel can be set to (Event/channels/capabilities). What it only passes on, or can shut out, is none of its own. */
function channelEvents(tree: XmlElement): Proven[] {
  return allOf(tree, "ChannelEventCap").flatMap((channel) => {
    const type = child(channel, "eventType");
    const kinds = [...(type?.attributes.get("opt") ?? "").split(","), type?.text ?? ""].map((kind) => kind.trim());
    return kinds.flatMap((kind) =>
      signalsOf(EVENTS, kind).map(({ category }) => ({
        category,
        step: "supported" as const,
        family: "triggers",
        quote: `ChannelEventCap eventType ${kind}`,
      })),
    );
  });
}

/** What an analysis engine can be given to (Intelligent/analysisEngines/capabilities). */
function engines(tree: XmlElement): Proven[] {
  return allOf(tree, "AnalysisEnginesCap").flatMap((engine) =>
    (child(engine, "mode")?.attributes.get("opt") ?? "").split(",").flatMap((mode) =>
      signalsOf(ENGINES, mode).map(({ category }) => ({
        category,
        step: "supported" as const,
        family: "resources",
        quote: `analysis engine mode ${mode.trim()}`,
      })),
    ),
  );
}

/** Libraries of face pictures that are there: whoever has one can compare. What they are called is nobody's business. */
function libraries(tree: XmlElement): Proven[] {
  return allOf(tree, "FDLib", "FDLibBaseCfg")
    .filter((library) => child(library, "FDID") !== undefined)
    .slice(0, 1)
    .map((library) => ({
      category: "face-recognition",
      step: "supported",
      family: "libraries",
      quote: `FDLib ${propertyOf(library, "faceLibType") ?? ""}`.trim(),
    }));
}

/** Alarms that were sent. */
function alerts(tree: XmlElement): Proven[] {
  return allOf(tree, "EventNotificationAlert", "json")
    .filter((alert) => isActive(alert))
    .flatMap((alert) => {
      const type = propertyOf(alert, "eventType") ?? "";
      const quote = `eventType ${type}${child(alert, "eventState") === undefined ? "" : " eventState active"}`;
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
      const attribute = [...walk(alert)].find((each) => isAttribute(each));
      if (attribute !== undefined)
        found.push({
          category: "body-attributes",
          step: "observed",
          family: "events",
          quote: `${quote} ${attributeName(attribute)}`,
        });
      return found;
    });
}

/** What alarms say of a person's looks; `unknown` says nothing. */
const ATTRIBUTES =
  /^(?:gender|age|ageGroup|glass(?:es)?|smile|faceExpression|hairStyle|hairColor|jacket(?:Type|Color)|trousers(?:Type|Color)|ethnic(?:ity)?)$/;

/** `<gender>male</gender>`, `{"gender":{"value":"male"}}` or `{"description":"gender","value":"male"}`. */
const attributeName = (element: XmlElement): string => propertyOf(element, "description") ?? element.local;

function isAttribute(element: XmlElement): boolean {
  if (!ATTRIBUTES.test(attributeName(element))) return false;
  const value = propertyOf(element, "value") ?? propertyOf(element, "ageGroup") ?? element.text.trim();
  return value !== "" && !/^(?:unknown|none|0)$/i.test(value);
}

/** What was captured, as alarms in JSON carry it. */
const CAPTURED = new Set(["CaptureResult", "faceCapture", "alarmResult", "FaceCapture", "AlarmResult"]);

/** Alarms in JSON leave their state out where they carry what was captured. */
function isActive(alert: XmlElement): boolean {
  const state = propertyOf(alert, "eventState");
  if (state !== undefined) return state.toLowerCase() === "active";
  return child(alert, "dateTime") !== undefined && alert.children.some(({ local }) => CAPTURED.has(local));
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
