import { OctetReader, type Fault } from "../octet-reader.ts";
import { faultOf, type Element } from "./element-stream.ts";

const VENDOR = 221;
const NON_INHERITANCE = 56;
/** What never passes on: a name, the profiles themselves, what says which profile it is, what is not inherited, and a fragment of something. */
const OWN_ONLY: ReadonlySet<number> = new Set([0, 71, 83, 85, 242]);
const OWN_ONLY_EXTENSIONS: ReadonlySet<number> = new Set([55, 56, 107]);

/** Non-Inheritance (IEEE 802.11ax, 9.4.2.240, ID 255, extension 56): elements that a profile does not take from the frame around it. */
export function readNonInheritance(information: Uint8Array) {
  const from = new OctetReader(information);
  const ids = [...(from.take(from.uint8() ?? 0, "count-beyond-end") ?? [])];
  const extensions = [...(from.take(from.uint8() ?? 0, "count-beyond-end") ?? [])];
  return { ids, extensions, fault: from.fault };
}

/**
 * The elements of a network that is announced within another's frame (11.1.3.8.4 for Multiple BSSID, IEEE 802.11be, 35.3.3.5 for a link): the frame's, but
 * those that the profile has itself or names as not inherited; then its own. An element is the same by its ID, extension, and a vendor's by OUI and type.
 * `fault`: of its own elements, or of the list of what is not inherited.
 */
export function inherit(
  frame: readonly Element[],
  own: readonly Element[],
): { elements: Element[]; fault: Fault | undefined } {
  const list = own.find((it) => it.extension === NON_INHERITANCE);
  const kept = list === undefined ? undefined : readNonInheritance(list.information);
  const mine = new Set(own.map(keyOf));
  const passes = (it: Element): boolean => {
    if (it.fault !== undefined || mine.has(keyOf(it))) return false;
    return it.extension < 0
      ? !OWN_ONLY.has(it.id) && !(kept?.ids.includes(it.id) ?? false)
      : !OWN_ONLY_EXTENSIONS.has(it.extension) && !(kept?.extensions.includes(it.extension) ?? false);
  };
  return { elements: [...frame.filter(passes), ...own], fault: faultOf(own) ?? kept?.fault };
}

function keyOf({ id, extension, information }: Element): string {
  const vendor = id === VENDOR ? Buffer.from(information.subarray(0, 4)).toString("hex") : "";
  return `${id}.${extension}.${vendor}`;
}
