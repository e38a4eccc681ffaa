import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { allOf, propertyOf, saysNo, saysYes } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven } from "../../signal.ts";
import { child, type XmlElement } from "../../../interrogate/xml.ts";
import { NAME_SIGNALS } from "../names/signals.ts";
import { settings, type Surroundings } from "./settings.ts";
import { ISAPI_ENGINES, ISAPI_EVENTS, ISAPI_FLAGS, ISAPI_RESOURCES } from "./signals.ts";

const FLAGS = lexicon(ISAPI_FLAGS, NAME_SIGNALS);
const EVENTS = lexicon(ISAPI_EVENTS);
const RESOURCES = lexicon(ISAPI_RESOURCES);
const ENGINES = lexicon(ISAPI_ENGINES);

/** Answers whose flags speak of this device's functions; a flag elsewhere (how to search recordings) does not. */
const CAPABILITY_ROOT = /cap$|^capabilities$|^accesscontrol$|^intelligent/i;
/** Flags of a recorder's search speak of what other devices recorded. */
const NOT_OF_ITS_OWN = /^racmcap$|search\w*cap$|playback\w*cap$/i;

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
  const visit = (element: XmlElement, counts: boolean): void => {
    const here = (counts || CAPABILITY_ROOT.test(element.local)) && !NOT_OF_ITS_OWN.test(element.local);
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
