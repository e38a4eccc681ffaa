import type { CameraStep } from "@probewarden/contract";
import { saysNo, saysYes } from "../../answer-tree.ts";
import { lexicon, NEEDS_AREA, signalsOf, type Proven } from "../../signal.ts";
import { DAHUA_SIGNALS } from "./signals.ts";

const TYPES = lexicon(DAHUA_SIGNALS);
const LINES = 20_000;

/** Reads the lines `path=value` of Dahua's configManager, magicBox and devVideoAnalyse, and the events of its eventManager. */
export function readDahua(text: string): Proven[] {
  const lines = text.split(/\r?\n/, LINES).map((line) => line.trim());
  const values = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf("=");
    if (at > 0) values.set(line.slice(0, at).replace(/^table\./, ""), line.slice(at + 1).trim());
  }
  return [
    ...rules(values),
    ...scenes(values),
    ...smartMotion(values),
    ...capabilities(values),
    ...lines.flatMap(event),
  ];
}

/** What was drawn and when it runs, of one rule. */
interface RuleSettings {
  /** Points of its line or area: a template's are all the same. */
  points: Set<string>;
  hours: string[];
}

/** Lines and areas, and hours, by rule: one look at each line, for a device may send as many rules as it likes. */
function ruleSettings(values: ReadonlyMap<string, string>): Map<string, RuleSettings> {
  const found = new Map<string, RuleSettings>();
  for (const [path, value] of values) {
    const [, prefix, key] = /^(VideoAnalyseRule\[\d+\]\[\d+\])\.(.+)$/.exec(path) ?? [];
    if (prefix === undefined || key === undefined) continue;
    let settings = found.get(prefix);
    if (settings === undefined) found.set(prefix, (settings = { points: new Set(), hours: [] }));
    if (/^Config\..*(?:Line|Region)\[\d+\]\[?\d*\]?$/i.test(key)) settings.points.add(value);
    else if (key.startsWith("EventHandler.TimeSection")) settings.hours.push(value);
  }
  return found;
}

/** `VideoAnalyseRule[channel][rule].Type`, `.Enable`, and a line or area of its own below `.Config`. */
function rules(values: ReadonlyMap<string, string>): Proven[] {
  return [...ruleSettings(values)].flatMap(([prefix, { points, hours }]) => {
    const type = values.get(`${prefix}.Type`);
    if (type === undefined) return [];
    const isOn = values.get(`${prefix}.Enable`) ?? "";
    const hasArea = points.size > 1;
    const isScheduled = hours.length === 0 || hours.some((value) => value.startsWith("1 "));
    return signalsOf(TYPES, type).map(({ category }) => ({
      category,
      step: ruleStep(saysYes(isOn), hasArea || !NEEDS_AREA.has(category), hasArea, isScheduled),
      family: "rules",
      quote: `${prefix}.Type=${type} Enable=${isOn}${isScheduled ? "" : " (never scheduled)"}`,
    }));
  });
}

function ruleStep(isOn: boolean, isComplete: boolean, hasArea: boolean, isScheduled: boolean): CameraStep {
  if (isOn) return !isComplete ? "supported" : isScheduled ? "enabled" : "configured";
  return hasArea ? "configured" : "supported";
}

/** The scene that the analyser of a channel is given to. Its rules, not it, say what is switched on. */
function scenes(values: ReadonlyMap<string, string>): Proven[] {
  return [...values].flatMap(([path, type]) =>
    /^VideoAnalyseGlobal\[\d+\]\.Scene\.Type(?:List\[\d+\])?$/.test(path)
      ? signalsOf(TYPES, type).map(({ category }) => ({
          category,
          step: "configured" as const,
          family: "scenes",
          quote: `${path}=${type}`,
        }))
      : [],
  );
}

/** Motion, and motion of persons, of a channel. */
function smartMotion(values: ReadonlyMap<string, string>): Proven[] {
  const found: Proven[] = [];
  for (const [path, value] of values) {
    const smart = /^(SmartMotionDetect\[\d+\])\.Enable$/.exec(path)?.[1];
    if (smart !== undefined && saysYes(values.get(`${smart}.ObjectTypes.Human`) ?? ""))
      found.push({
        category: "person-detection",
        step: saysYes(value) ? "enabled" : "supported",
        family: "rules",
        quote: `${path}=${value} ObjectTypes.Human=true`,
      });
    if (/^MotionDetect\[\d+\]\.Enable$/.test(path))
      found.push({
        category: "motion-only",
        step: saysYes(value) ? "enabled" : "supported",
        family: "rules",
        quote: `${path}=${value}`,
      });
  }
  return found;
}

/** `devVideoAnalyse.cgi?action=getcaps`: rules and scenes that an analyser has. */
function capabilities(values: ReadonlyMap<string, string>): Proven[] {
  return [...values].flatMap(([path, value]) => {
    const inPath =
      /^caps(?:\[\d+\])?\.(?:SupportedScenes?|SupportedRules?|SupportedTypes?|Rules?)(?:\[\d+\]|\.)(\w*)/i.exec(path);
    if (inPath === null || saysNo(value)) return [];
    const names = [inPath[1] ?? "", value];
    return names.flatMap((name) =>
      signalsOf(TYPES, name).map(({ category }) => ({
        category,
        step: "supported" as const,
        family: "capabilities",
        quote: `${path}=${value}`,
      })),
    );
  });
}

/** `Code=…;action=Start;index=0;data={…}`. */
function event(line: string): Proven[] {
  const [, code, action] = /^Code=(\w+);\s*action=(\w+)/i.exec(line) ?? [];
  if (code === undefined || !/^(?:start|pulse)$/i.test(action ?? "")) return [];
  const quote = `Code=${code};action=${action ?? ""}`;
  const found: Proven[] = signalsOf(TYPES, code).map(({ category }) => ({
    category,
    step: "observed",
    family: "events",
    quote,
  }));
  if (/"ObjectType"\s*:\s*"Human"/i.test(line))
    found.push({
      category: "person-detection",
      step: "observed",
      family: "events",
      quote: `${quote} ObjectType Human`,
    });
  return found;
}
