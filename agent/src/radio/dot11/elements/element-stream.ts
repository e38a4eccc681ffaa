import type { Fault } from "../octet-reader.ts";

/** Element IDs of which this file knows the meaning: an extended one (9.4.2.1), and what continues one of 255 octets (10.28.11). */
const EXTENSION = 255;
const FRAGMENT = 242;
/** Most octets of an element; only one of so many is continued. */
const FULL = 255;

/** An element, or a subelement of the same form. */
export interface Element {
  id: number;
  /** Element ID Extension of ID 255; -1 for others. */
  extension: number;
  /** The information, without ID, length and extension: a view, or where it was in fragments a copy. */
  information: Uint8Array;
  fault: Fault | undefined;
}

/** How a list is written: which ID continues the one before, and whether there are extended IDs. */
export interface StreamForm {
  fragment: number;
  hasExtensions: boolean;
}
const ELEMENTS: StreamForm = { fragment: FRAGMENT, hasExtensions: true };
/** Subelements of the Multi-Link element (IEEE 802.11be, 9.4.2.312.2.2): a fragment has ID 254. */
export const SUBELEMENTS: StreamForm = { fragment: 254, hasExtensions: false };

/**
 * The elements of a frame, fragments put together (10.28.12). The last may be cut, and says so. A fragment that continues nothing comes as
 * an element of its own with a fault. What is put together is no longer than what was given.
 */
export function* eachElement(octets: Uint8Array, form: StreamForm = ELEMENTS): Generator<Element> {
  let at = 0;
  while (at < octets.length) {
    const id = octets[at]!;
    if (at + 1 >= octets.length) {
      yield { id, extension: -1, information: new Uint8Array(0), fault: "too-short" };
      return;
    }
    let { end, isCut, length } = bounds(octets, at);
    const parts = [octets.subarray(at + 2, end)];
    at = end;
    while (
      length === FULL &&
      !isCut &&
      at + 1 < octets.length &&
      octets[at] === form.fragment &&
      id !== form.fragment
    ) {
      ({ end, isCut, length } = bounds(octets, at));
      parts.push(octets.subarray(at + 2, end));
      at = end;
    }
    yield elementOf(id, whole(parts), isCut, form);
  }
}

function bounds(octets: Uint8Array, at: number): { end: number; isCut: boolean; length: number } {
  const length = octets[at + 1]!;
  const end = Math.min(at + 2 + length, octets.length);
  return { end, isCut: end < at + 2 + length, length };
}

function whole(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Uint8Array.from(Buffer.concat(parts));
}

function elementOf(id: number, octets: Uint8Array, isCut: boolean, form: StreamForm): Element {
  const fault: Fault | undefined = isCut ? "length-beyond-end" : id === form.fragment ? "missing" : undefined;
  if (id !== EXTENSION || !form.hasExtensions) return { id, extension: -1, information: octets, fault };
  if (octets.length === 0) return { id, extension: -1, information: octets, fault: fault ?? "too-short" };
  return { id, extension: octets[0]!, information: octets.subarray(1), fault };
}

/** The first fault among what was read. */
export function faultOf(read: readonly { fault?: Fault | undefined }[]): Fault | undefined {
  return read.find((it) => it.fault !== undefined)?.fault;
}
