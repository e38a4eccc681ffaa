import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { allOf, propertyOf, saysNo, saysYes, withoutPrefix } from "../../answer-tree.ts";
import { atMost, lexicon, NEEDS_AREA, rankOf, signalsOf, type Proven } from "../../signal.ts";
import { walk, type XmlElement } from "../../../interrogate/xml.ts";
import { NAMES } from "../names/signals.ts";
import { OBJECT_CLASSES } from "./signals.ts";

const CLASSES = lexicon(OBJECT_CLASSES);

/** One rule or module that exists in a camera, and what was set of it. */
export interface Instance {
  categories: CameraCategory[];
  /** Classes of objects that it is set to look for (ONVIF Analytics, ClassFilter). */
  filters: { category: CameraCategory; word: string }[];
  isRule: boolean;
  /** Its own switch; undefined when it has none. */
  isOn: boolean | undefined;
  /** A line or area that somebody drew: not all points are the same. */
  hasArea: boolean;
  /** It names an area, and all its points coincide or there are none: a factory's template. */
  isTemplate: boolean;
  neverScheduled: boolean;
  inUse: boolean;
  quote: string;
}

/** Types that a camera says it can be given: GetSupportedRules, GetSupportedAnalyticsModules, GetRuleOptions. */
export function supportedTypes(tree: XmlElement): Proven[] {
  const found: Proven[] = [];
  for (const each of allOf(tree, "RuleDescription", "AnalyticsModuleDescription")) {
    if (propertyOf(each, "maxInstances") === "0" || propertyOf(each, "MaxInstances") === "0") continue;
    const type = withoutPrefix(propertyOf(each, "Name") ?? "");
    for (const { category } of signalsOf(NAMES, type))
      found.push({ category, step: "supported", family: "types", quote: `${each.local} ${type}` });
  }
  for (const options of allOf(tree, "RuleOptions")) {
    const type = withoutPrefix(propertyOf(options, "RuleType") ?? "");
    for (const { category } of signalsOf(NAMES, type))
      found.push({ category, step: "supported", family: "types", quote: `RuleOptions ${type}` });
    if (/^classfilter$/i.test(propertyOf(options, "Name") ?? ""))
      for (const name of [...walk(options)].flatMap((below) => below.text.split(/[\s,;]+/)))
        for (const { category } of signalsOf(CLASSES, name))
          found.push({ category, step: "supported", family: "types", quote: `RuleOptions ClassFilter ${name}` });
  }
  return found;
}

/** Rules and modules that exist, as one answer lists them: of profiles, of GetRules and of GetAnalyticsModules. */
export function instancesOf(tree: XmlElement): Instance[] {
  return readInstances(tree, true);
}

/** Categories that a module serves which is switched on, by all answers of a device: a rule and its module may stand in two of them. */
export function servedBy(instances: readonly Instance[]): ReadonlySet<CameraCategory> {
  return new Set(
    instances.filter(({ isRule, isOn }) => !isRule && isOn === true).flatMap(({ categories }) => categories),
  );
}

/** What the rules and modules of one answer prove. */
export function existingRules(instances: readonly Instance[], served: ReadonlySet<CameraCategory>): Proven[] {
  return instances.flatMap((instance) => [
    ...instance.categories.map((category) => ({
      category,
      step: stepOf(instance, category, served),
      family: "rules",
      quote: instance.quote,
    })),
    ...instance.filters.map(({ category, word }) => ({
      category,
      step: filterStep(instance, served),
      family: "rules",
      quote: `${instance.quote} ClassFilter ${word}`,
    })),
  ]);
}

/** A filter keeps what its rule finds: it goes as far as the rule, and a rule that names nothing else as far as its own switch or area. */
function filterStep(instance: Instance, served: ReadonlySet<CameraCategory>): CameraStep {
  const [watched] = instance.categories.filter((category) => NEEDS_AREA.has(category));
  if (watched !== undefined) return stepOf(instance, watched, served);
  const limit: CameraStep = !instance.inUse ? "supported" : instance.neverScheduled ? "configured" : "enabled";
  if (instance.isOn === true) return atMost(instance.isTemplate ? "configured" : "enabled", limit);
  return atMost(instance.isRule && instance.hasArea ? "configured" : "supported", limit);
}

function stepOf(instance: Instance, category: CameraCategory, served: ReadonlySet<CameraCategory>): CameraStep {
  const limit: CameraStep = !instance.inUse ? "supported" : instance.neverScheduled ? "configured" : "enabled";
  const alone = (): CameraStep => {
    const isSet = instance.isRule && (instance.hasArea || (category !== "perimeter" && !instance.isTemplate));
    // Of a module only the switch is somebody's own: its field is the whole picture and its sensitivity a default.
    if (category === "motion-only")
      return instance.isOn === false || instance.isTemplate ? "supported" : instance.isOn ? "enabled" : "configured";
    if (NEEDS_AREA.has(category))
      return instance.isRule && instance.hasArea ? (instance.isOn === true ? "enabled" : "configured") : "supported";
    if (instance.isOn === true) return instance.isTemplate ? "configured" : "enabled";
    return isSet && (instance.isOn === undefined || instance.hasArea) ? "configured" : "supported";
  };
  const step = alone();
  // A rule without a switch of its own runs when the module that serves it is switched on.
  const isServed = step === "configured" && instance.isRule && instance.isOn === undefined && served.has(category);
  return atMost(isServed && rankOf(step) < rankOf("enabled") ? "enabled" : step, limit);
}

function readInstances(element: XmlElement, inUse: boolean): Instance[] {
  const isUnused = /^0$/.test(propertyOf(element, "UseCount") ?? "");
  const below = inUse && !isUnused;
  const type = withoutPrefix(propertyOf(element, "Type") ?? "");
  const isInstance = (element.local === "Rule" || element.local === "AnalyticsModule") && type !== "";
  if (isInstance) return [instanceOf(element, type, below)];
  return element.children.flatMap((next) => readInstances(next, below));
}

function instanceOf(element: XmlElement, type: string, inUse: boolean): Instance {
  const items = allOf(element, "SimpleItem").map(
    (item) => [propertyOf(item, "Name") ?? "", propertyOf(item, "Value") ?? ""] as const,
  );
  const switches = items.filter(([name]) => isSwitch(name, type));
  const isOn = switches.some(([, value]) => saysNo(value))
    ? false
    : switches.some(([, value]) => saysYes(value)) || undefined;
  const points = allOf(element, "Point").map(
    (point) => `${propertyOf(point, "x") ?? ""},${propertyOf(point, "y") ?? ""}`,
  );
  const cells = items.find(([name]) => name === "ActiveCells")?.[1];
  const times = items.filter(([name]) => /^time_?seg/i.test(name)).map(([, value]) => value);
  const isTemplate = cells === undefined ? points.length > 0 && new Set(points).size < 2 : !hasActiveCell(cells);
  return {
    categories: signalsOf(NAMES, type).map(({ category }) => category),
    filters: items
      .filter(([name]) => /^classfilter$/i.test(name))
      .flatMap(([, value]) => value.split(/[\s,;]+/))
      .flatMap((word) => signalsOf(CLASSES, withoutPrefix(word)).map(({ category }) => ({ category, word }))),
    isRule: element.local === "Rule",
    isOn,
    hasArea: new Set(points).size > 1,
    isTemplate,
    neverScheduled: times.length > 0 && times.every((time) => /^(00:00(:00)?)\s*-\s*\1$/.test(time.trim())),
    inUse,
    quote:
      `${element.local} ${type}` +
      switches.map(([name, value]) => ` ${name}=${value}`).join("") +
      (isTemplate ? " (no area: a template)" : ""),
  };
}

/**
 * The switch of a rule is called `Enable`, or its own name with `Enable` behind it: `LineEnable` of a LineDetector, but not
 * `DynamicModeEnable` of a face module.
 */
function isSwitch(name: string, type: string): boolean {
  const own = /^(.*?)(?:is)?enabled?$/.exec(plainish(name))?.[1];
  return own !== undefined && (own === "" || plainish(type).includes(own));
}

const plainish = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, "");

/** Active cells are base64 of PackBits (ONVIF Analytics, cell motion detector): is there one? */
function hasActiveCell(text: string): boolean {
  const octets = Buffer.from(text, "base64");
  for (let at = 0; at < octets.length;) {
    const head = octets.readInt8(at);
    const literal = head >= 0 ? head + 1 : 1;
    if (octets.subarray(at + 1, at + 1 + literal).some((octet) => octet !== 0)) return true;
    at += 1 + literal;
  }
  return false;
}
