import { allOf, propertyOf, saysNo } from "../../answer-tree.ts";
import { signalsOf, type Proven, type Signal } from "../../signal.ts";
import { type XmlElement } from "../../../interrogate/xml.ts";
import { NAMES } from "../names/signals.ts";

const DESCRIPTIONS = new Set(["MessageDescription", "MessageInstance", "Documentation"]);
const FACE_TOPIC = /(?:^|\/)Recognition\/Face(?:\/|$)/i;
const PLATE_TOPIC = /(?:^|\/)Recognition\/LicensePlate(?:\/|$)/i;

/** Topics that an event service lists. */
export function listedTopics(tree: XmlElement): Proven[] {
  const topics = allOf(tree, "TopicSet").flatMap((set) => topicsBelow(set, []));
  return topics.flatMap(({ path, items }) => {
    const quote = `topic ${path.join("/")}`;
    const named = signalsOfTopic(path);
    const byItem = items.flatMap((item) => (/^is/i.test(item) ? signalsOf(NAMES, item.slice(2)) : []));
    return [...named, ...byItem].map(({ category }) => ({
      category,
      step: "supported" as const,
      family: "topics",
      quote,
    }));
  });
}

function topicsBelow(element: XmlElement, path: readonly string[]): { path: string[]; items: string[] }[] {
  return element.children
    .filter(({ local }) => !DESCRIPTIONS.has(local))
    .flatMap((next) => {
      const here = [...path, next.local];
      const below = topicsBelow(next, here);
      const mark = next.attributes.get("topic");
      const isTopic = mark === undefined ? below.length === 0 : !saysNo(mark);
      const items = next.children
        .filter(({ local }) => DESCRIPTIONS.has(local))
        .flatMap((description) => allOf(description, "SimpleItemDescription"))
        .map((item) => propertyOf(item, "Name") ?? "");
      return isTopic ? [{ path: here, items }, ...below] : below;
    });
}

/**
 * Signals of a topic. The first segment that names a function decides; what stands below it may be a name that somebody gave to a task
 * (Bosch: `IVA/ObjectInField/…`). Only plain motion is a root below which makers put something else (`CellMotionDetector/People`).
 */
export function signalsOfTopic(path: readonly string[]): readonly Signal[] {
  const whole = path.map((segment) => segment.slice(segment.lastIndexOf(":") + 1)).join("/");
  if (FACE_TOPIC.test(whole)) return signalsOf(NAMES, "FaceRecognition");
  if (PLATE_TOPIC.test(whole)) return signalsOf(NAMES, "LicensePlate");
  let motion: readonly Signal[] = [];
  const segments = whole.split("/");
  const task = segments.findIndex((segment) => segment === "IVA") + 2;
  for (const [at, segment] of segments.entries()) {
    if (task > 1 && at === task && at === segments.length - 1) break;
    const found = signalsOf(NAMES, segment);
    if (found.length > 0 && found.every(({ category }) => category === "motion-only")) motion = found;
    else if (found.length > 0) return found;
  }
  return motion;
}
