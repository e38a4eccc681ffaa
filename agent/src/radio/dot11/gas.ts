import { OctetReader, type Fault } from "./octet-reader.ts";
import { readAdvertisementProtocol } from "./elements/interworking.ts";

/** GAS among the public actions (9.6.7.12 to 9.6.7.15); the initial response is 11. */
const INITIAL_REQUEST = 10;
const COMEBACK_REQUEST = 12;
const COMEBACK_RESPONSE = 13;
const ADVERTISEMENT_PROTOCOL = 108;
const ANQP = 0;

/** ANQP-elements (9.4.5.1, Table 9-331) by Info ID. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [256, "query list"],
  [257, "capability list"],
  [258, "venue name"],
  [259, "emergency call number"],
  [260, "network authentication type"],
  [261, "roaming consortium"],
  [262, "IP address type availability"],
  [263, "NAI realm"],
  [264, "3GPP cellular network"],
  [265, "AP geospatial location"],
  [266, "AP civic location"],
  [267, "AP location public identifier URI"],
  [268, "domain name"],
  [269, "emergency alert identifier URI"],
  [270, "TDLS capability"],
  [271, "emergency NAI"],
  [272, "neighbour report"],
  [277, "venue URL"],
  [278, "advice of charge"],
  [279, "local content"],
  [280, "network authentication type with timestamp"],
  [56_797, "vendor"],
]);
const QUERY_LIST = 256;

/** One ANQP-element: what is asked for or answered. What is in it is not read further, but for a list of IDs. */
export interface AnqpElement {
  id: number;
  name: string | undefined;
  octets: number;
  /** Of a query list: the IDs that are asked for. */
  asked?: number[];
}

/** The fields of a GAS frame behind Category and Action; undefined when `action` is none of GAS. */
export function readGas(action: number, octets: Uint8Array) {
  if (action < INITIAL_REQUEST || action > COMEBACK_RESPONSE) return undefined;
  const from = new OctetReader(octets);
  const dialogToken = from.uint8();
  if (action === COMEBACK_REQUEST) return { dialogToken, fault: from.fault };
  const isResponse = action !== INITIAL_REQUEST;
  const status = isResponse ? from.uint16() : undefined;
  const fragment =
    action === COMEBACK_RESPONSE
      ? from.bits(1, [
          ["number", 7],
          ["more", 1],
        ])
      : undefined;
  const comebackDelayTu = isResponse ? from.uint16() : undefined;
  const id = from.uint8();
  if (id !== undefined && id !== ADVERTISEMENT_PROTOCOL) from.fail("missing");
  const information = from.take(from.uint8() ?? 0, "length-beyond-end");
  const protocol = information === undefined ? undefined : readAdvertisementProtocol(information);
  const content = from.take(from.uint16() ?? 0, "length-beyond-end");
  // A fragment of an answer begins and ends anywhere.
  const isWhole = fragment === undefined || (fragment.number === 0 && fragment.more === 0);
  const isAnqp = protocol?.protocols[0]?.id === ANQP && content !== undefined && isWhole;
  const anqp = isAnqp ? readAnqp(content) : undefined;
  const fault: Fault | undefined = from.fault ?? protocol?.fault ?? anqp?.fault;
  return { dialogToken, status, fragment, comebackDelayTu, protocol, anqp: anqp?.elements, fault };
}

/** ANQP-elements one after the other: Info ID and length, two octets each. */
export function readAnqp(octets: Uint8Array): { elements: AnqpElement[]; fault: Fault | undefined } {
  const from = new OctetReader(octets);
  const elements: AnqpElement[] = [];
  while (from.left > 0) {
    const id = from.uint16();
    const content = from.take(from.uint16() ?? 0, "length-beyond-end");
    if (id === undefined || content === undefined) break;
    const it: AnqpElement = { id, name: NAMES.get(id), octets: content.length };
    if (id === QUERY_LIST) {
      const list = new OctetReader(content);
      it.asked = list.list(Math.floor(content.length / 2), 2, (two) => two[0]! + 256 * two[1]!);
      if (content.length % 2 !== 0) from.fail("too-long");
    }
    elements.push(it);
  }
  return { elements, fault: from.fault };
}

/** Fine Timing Measurement Request (9.6.7.32): 1 begins, 0 stops; others are reserved. */
export function readFtmRequest(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const trigger = from.uint8();
  if (trigger !== undefined && trigger > 1) from.fail("reserved-value");
  return { trigger, fault: from.fault };
}

/** TDLS Discovery Response and others begin with a dialog token; FTM itself (9.6.7.33) says when the frames before were sent, in picoseconds. */
export function readFtm(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const dialogToken = from.uint8();
  const followUpToken = from.uint8();
  const departure = from.take(6);
  const arrival = from.take(6);
  const departureError = from.uint16();
  const arrivalError = from.uint16();
  return { dialogToken, followUpToken, departure, arrival, departureError, arrivalError, fault: from.fault };
}
