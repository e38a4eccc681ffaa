import { senderOf, signalsBandwidth } from "../radio/dot11/bandwidth-signalling.ts";
import { joinAdjacentVendors } from "../radio/dot11/elements/adjacent-vendors.ts";
import { readEhtCapabilities } from "../radio/dot11/elements/eht.ts";
import { nameElement } from "../radio/dot11/elements/element-names.ts";
import { eachElement, type Element } from "../radio/dot11/elements/element-stream.ts";
import { readHeCapabilities } from "../radio/dot11/elements/he-capabilities.ts";
import { readMultiLink } from "../radio/dot11/elements/multi-link.ts";
import { readNontransmitted } from "../radio/dot11/elements/multiple-bssid.ts";
import { readElement, type ReadElement } from "../radio/dot11/elements/read-element.ts";
import { FrameKind } from "../radio/dot11/frame-kind.ts";
import { FrameType } from "../radio/dot11/frame-types.ts";
import { managementBody } from "../radio/dot11/management.ts";
import type { ParsedFrame } from "../radio/dot11/parsed-frame.ts";
import { readActionFrame } from "../radio/dot11/read-action.ts";
import { plainOf, type Plain } from "./plain-content.ts";

/** One thing that a management frame says: an element, an action, or a network that a beacon announces beside its own. */
export interface ContentLine {
  /** The standard's name of it. */
  name: string;
  /** Element ID, and Element ID Extension behind a point: `48`, `255.107`; absent for what is no element. */
  id?: string;
  /** What it says, addresses and octets spelled; absent where its form is not known here. */
  says?: Plain;
  /** Octets of its information: what is there where nothing can be said. */
  octets?: number;
  /** Why it cannot be read to its end. */
  fault?: string;
}

const HE_CAPABILITIES = 35;
const MULTI_LINK = 107;
const EHT_CAPABILITIES = 108;

/** Everything that a management frame says behind its fixed fields, and who sent a control frame whose address is masked. Nothing of what is protected. */
export function contentOf(frame: ParsedFrame): ContentLine[] {
  if (signalsBandwidth(frame))
    return [{ name: "bandwidth signalled", says: plainOf({ senderAddress: senderOf(frame) }) }];
  if (frame.type !== FrameType.Management || frame.protected) return [];
  if (frame.kind === FrameKind.action || frame.kind === FrameKind.actionNoAck) return [actionOf(frame)];
  const elements = joinAdjacentVendors(eachElement(frame.elements));
  const lines = elements.map((it) => lineOf(it, elements, frame));
  if (frame.kind !== FrameKind.beacon && frame.kind !== FrameKind.probeResponse) return lines;
  for (const { elements: all, fault, ...profile } of readNontransmitted(frame.elements, frame.bssid))
    lines.push({
      name: "nontransmitted network",
      says: plainOf({ ...profile, elements: all.map(({ id, extension }) => nameElement(id, extension)) }),
      ...(fault === undefined ? {} : { fault }),
    });
  return lines;
}

function actionOf(frame: ParsedFrame): ContentLine {
  const body = frame.captured.subarray(managementBody(frame.captured, frame.start), frame.end);
  const { name, content, fault } = readActionFrame(body);
  const { fault: _fault, ...says } = content ?? {};
  return {
    name: name ?? "action",
    ...(content === undefined ? { octets: body.length } : { says: plainOf(says) }),
    ...(fault === undefined ? {} : { fault }),
  };
}

function lineOf(element: Element, all: readonly Element[], frame: ParsedFrame): ContentLine {
  const { id, extension, information } = element;
  const line: ContentLine = {
    name: nameElement(id, extension),
    id: extension < 0 ? String(id) : `${id}.${extension}`,
  };
  const read = readWithin(element, all, frame);
  if (read === undefined) line.octets = information.length;
  else {
    const { fault: _fault, ...says } = read;
    line.says = plainOf(says);
  }
  const fault = element.fault ?? read?.fault;
  if (fault !== undefined) line.fault = fault;
  return line;
}

/** Two elements can be read whole only with the frame around them. */
function readWithin(element: Element, all: readonly Element[], frame: ParsedFrame): ReadElement | undefined {
  if (element.extension === EHT_CAPABILITIES) {
    const he = all.find(({ extension }) => extension === HE_CAPABILITIES);
    const phy = he === undefined ? undefined : readHeCapabilities(he.information).phy;
    const isAccessPoint = frame.transmitter === frame.bssid;
    const above20 = (phy?.forty24 ?? 0) + (phy?.eighty5 ?? 0) > 0;
    return readEhtCapabilities(element.information, { isAccessPoint, above20, oneSixty: phy?.oneSixty === 1 });
  }
  if (element.extension === MULTI_LINK) {
    const isAssociationResponse =
      frame.kind === FrameKind.associationResponse || frame.kind === FrameKind.reassociationResponse;
    const isBeacon = frame.kind === FrameKind.beacon;
    const { links, ...read } = readMultiLink(element.information, { isAssociationResponse, isBeacon, frame: all });
    const named = links.map((it) => ({
      ...it,
      elements: it.elements.map(({ id, extension }) => nameElement(id, extension)),
    }));
    return { ...read, links: named };
  }
  return readElement(element);
}
