import { eachElement, type Element } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readMultiLink } from "../../agent/src/radio/dot11/elements/multi-link.ts";
import { readMultipleBssid } from "../../agent/src/radio/dot11/elements/multiple-bssid.ts";
import { readElement, type ReadElement } from "../../agent/src/radio/dot11/elements/read-element.ts";

const MULTIPLE_BSSID = 71;
const MULTI_LINK = 107;
const VENDOR = 221;

/** An element of a frame, and what is read in it. */
export interface ReadInFrame {
  /** As in `test/fixtures/elements/fields.tsv`. */
  element: string;
  says: ReadElement;
}

/** Element ID, with its extension behind a point, and of a vendor's element the name. */
function spell({ id, extension }: Element, { name }: ReadElement): string {
  if (id === VENDOR) return `${id} ${typeof name === "string" ? name : ""}`;
  return extension < 0 ? String(id) : `${id}.${extension}`;
}

/** All elements in the order of the frame, those within profiles of networks and links behind what holds them: as tshark tells them. */
export function* readInFrame(elements: Iterable<Element>): Generator<ReadInFrame> {
  for (const it of elements) {
    const says = readElement(it);
    if (says !== undefined) yield { element: spell(it, says), says };
    if (it.id === MULTIPLE_BSSID)
      for (const profile of readMultipleBssid(it.information).profiles)
        yield* readInFrame(eachElement(profile.information));
    if (it.extension === MULTI_LINK)
      for (const link of readMultiLink(it.information).links) yield* readInFrame(link.elements);
  }
}

/** What lies at the end of a way of names; each entry of a list on it has its own. */
export function valuesAt(value: unknown, path: readonly string[]): (string | number)[] {
  if (Array.isArray(value)) return value.flatMap((it: unknown) => valuesAt(it, path));
  if (typeof value === "boolean") return [Number(value)];
  if (typeof value === "number" || typeof value === "string") return path.length === 0 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const [name = "", ...rest] = path;
  return valuesAt((value as Record<string, unknown>)[name], rest);
}
