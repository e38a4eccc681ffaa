import { allOf, propertyOf, saysNo, saysYes, withoutPrefix } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven, type Signal } from "../../signal.ts";
import { child, walk, type XmlElement } from "../../../interrogate/xml.ts";
import { NAMES } from "../names/signals.ts";
import { METADATA_ELEMENTS, OBJECT_CLASSES } from "./signals.ts";
import { signalsOfTopic } from "./topics.ts";

const CLASSES = lexicon(OBJECT_CLASSES);
const ELEMENTS = lexicon(METADATA_ELEMENTS);

/** Items that say whether the thing that the topic names is so now. */
const STATE = /^(?:state|active|detected|alarm|logicalstate|value|ismotion|isinside|issound)$/i;

/** Events that a camera sent. An initial value that is false, or an event that is over, is no observation. */
export function observedEvents(tree: XmlElement): Proven[] {
  return allOf(tree, "NotificationMessage", "json")
    .filter((message) => child(message, "Topic") !== undefined)
    .flatMap((message) => readEvent(message));
}

function readEvent(message: XmlElement): Proven[] {
  const topic = (child(message, "Topic")?.text ?? "").trim();
  const data = allOf(message, "Data");
  const operation = allOf(message, "Message")
    .map((each) => propertyOf(each, "PropertyOperation"))
    .find((each) => each !== undefined);
  if (operation === "Deleted") return [];
  const items = data
    .flatMap((each) => allOf(each, "SimpleItem"))
    .map((item) => [propertyOf(item, "Name") ?? "", propertyOf(item, "Value") ?? ""] as const);
  const quote = `event ${topic}${items.map(([name, value]) => ` ${name}=${value}`).join("")}`;
  return signalsOfEvent(topic, items).map(({ category }) => ({ category, step: "observed", family: "events", quote }));
}

function signalsOfEvent(topic: string, items: readonly (readonly [string, string])[]): readonly Signal[] {
  const named = signalsOfTopic(topic.split("/"));
  const states = items.filter(([name]) => STATE.test(name));
  if (states.length > 0 && !states.some(([, value]) => saysYes(value))) return [];
  const classes = items.filter(([name]) => /^class(?:type|types|es)?$|^objectclass(?:es)?$/i.test(name));
  const byClass = classes.flatMap(([, value]) =>
    value.split(/[\s,;]+/).flatMap((each) => signalsOf(CLASSES, withoutPrefix(each))),
  );
  const asked = items.filter(([name]) => /^[Ii]s[A-Z]/.test(name) && !STATE.test(name));
  const byName = asked.flatMap(([name, value]) => (saysYes(value) ? signalsOf(NAMES, name.slice(2)) : []));
  if (classes.length > 0 && byClass.length === 0 && classes.every(([, value]) => value.trim() === "")) return [];
  // Whatever names the thing itself (IsPeople, IsNotPerson, IsVehicle) is not overruled by the topic above it.
  if (asked.length > 0) return [...byName, ...byClass];
  if (states.length > 0) return [...named, ...byClass];
  const counts = items.filter(([name]) => /^(?:count|.*counter)$/i.test(name));
  if (counts.length > 0 && counts.every(([, value]) => !(Number(value) > 0))) return byClass;
  // An event without any state is the occurrence itself: a line was crossed. Whatever carries a "false" is not.
  const isOccurrence = !items.some(([, value]) => saysNo(value) && !/^\d+$/.test(value));
  return isOccurrence ? [...named, ...byClass] : byClass;
}

/** Frames of analytics metadata: what the camera said it saw. A declared namespace says nothing. */
export function observedFrames(tree: XmlElement): Proven[] {
  return allOf(tree, "Frame").flatMap((frame) =>
    describedIn(frame).map(({ signal, words }) => ({
      category: signal.category,
      step: "observed" as const,
      family: "metadata",
      quote: `frame ${words}`,
    })),
  );
}

/** Samples of what a camera can send (GetSupportedMetadata). */
export function supportedMetadata(tree: XmlElement): Proven[] {
  return allOf(tree, "SampleFrame").flatMap((frame) =>
    describedIn(frame).map(({ signal, words }) => ({
      category: signal.category,
      step: "supported" as const,
      family: "metadata",
      quote: `SampleFrame ${words}`,
    })),
  );
}

function describedIn(frame: XmlElement): { signal: Signal; words: string }[] {
  return [...walk(frame)].flatMap((element) => [
    ...signalsOf(ELEMENTS, element.local).map((signal) => ({ signal, words: element.local })),
    ...(element.local === "Type" ? signalsOf(CLASSES, withoutPrefix(element.text)) : []).map((signal) => ({
      signal,
      words: `class ${element.text.trim()}`,
    })),
  ]);
}
