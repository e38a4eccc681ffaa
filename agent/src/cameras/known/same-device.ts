import { createHash } from "node:crypto";
import { spellOctets } from "@probewarden/contract";

/** A device as it was seen at a visit. */
export interface SeenDevice {
  address: string;
  port: number;
  /** Its endpoint reference; `port 80` where it has said none, or several. */
  reference: string;
  /** The hardware address by which it was reached; what a device claims of itself is never put here. */
  link: string | undefined;
}

/** A device that was seen before. */
export interface KnownDevice extends SeenDevice {
  cameraId: string;
}

const saysNone = (reference: string): boolean => reference.startsWith("port ");

/**
 * Which of the known devices this is. Endpoint reference and hardware address together are a device, wherever it is now: a new lease changes
 * nothing. At one address and port the hardware address alone is, for a reference may change or not be said. Either of them alone, at another
 * address, is nobody: anybody can say any reference, and a hardware address that a device only claims is not looked at.
 */
export function sameDevice<Known extends KnownDevice>(known: readonly Known[], seen: SeenDevice): Known | undefined {
  const isHere = ({ address, port }: SeenDevice): boolean => address === seen.address && port === seen.port;
  const here = known.find((each) => {
    if (!isHere(each)) return false;
    if (each.link !== undefined && seen.link !== undefined) return each.link === seen.link;
    return each.reference === seen.reference || saysNone(each.reference) || saysNone(seen.reference);
  });
  if (here !== undefined || seen.link === undefined) return here;
  return known.find((each) => each.link === seen.link && each.reference === seen.reference);
}

/**
 * What a device is called that was never seen before: the same at every sensor that reaches it by the same hardware address, and at those
 * behind a router by its network address; spelled so that no address can be read out of it.
 */
export function cameraId({ address, reference, link }: SeenDevice): string {
  const digest = createHash("sha256")
    .update(`${link ?? address}\n${reference}`)
    .digest();
  return `camera-${spellOctets(digest.subarray(0, 10))}`;
}
