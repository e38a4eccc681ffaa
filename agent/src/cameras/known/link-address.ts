import { readFileSync } from "node:fs";

/** Hardware address by which this machine reaches a neighbour; undefined for who is behind a router, and where the system does not say. */
export type LinkAddressOf = (address: string) => string | undefined;

/** Octets of the table that are read; a full one of 1,024 neighbours has 80 kB. */
const OCTETS = 256 * 1024;
/** `ATF_COM`: an answer has come. */
const COMPLETE = 0x02;

/**
 * The hardware address of one neighbour in the text of /proc/net/arp; everybody else's lines are passed over. An address that stands there
 * was put there by the kernel: it has received frames of that sender, whatever the device says of itself.
 */
export function linkAddressIn(table: string, address: string): string | undefined {
  for (const line of table.slice(0, OCTETS).split("\n")) {
    const [ip, , flags, hardware = ""] = line.trim().split(/\s+/);
    if (ip !== address || (Number(flags) & COMPLETE) === 0) continue;
    const spelled = hardwareAddress(hardware);
    if (spelled !== undefined) return spelled;
  }
  return undefined;
}

/** The same of this machine. No privilege is needed to read it. */
export const linkAddressOf: LinkAddressOf = (address) => {
  try {
    return linkAddressIn(readFileSync("/proc/net/arp", "latin1"), address);
  } catch {
    return undefined;
  }
};

/** An EUI-48 in lower case, however it was written; undefined where it is none, all zero, or a group's. */
export function hardwareAddress(text: string): string | undefined {
  const digits = text.replaceAll(/[:.-]/g, "").toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(digits) || /^0+$/.test(digits) || (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1)
    return undefined;
  return digits.match(/../g)?.join(":");
}
