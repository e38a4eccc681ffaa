import { readFile } from "node:fs/promises";
import type { InventoryEntry } from "@probewarden/contract";
import { parseAddress, spellAddress } from "../radio/dot11/address.ts";
import type { Canary } from "../radio/detect/venue.ts";

/** A file that was to say something of the venue cannot be used. The message names the file, the place and the mend. */
export class ReplayInputError extends Error {
  override readonly name = "ReplayInputError";
}

const SECURITIES = new Set(["open", "owe", "wep", "wpa", "wpa2", "wpa3", "enterprise"]);

/** Reads `--networks`: a JSON list of `{"bssid","ssid","channel","security","licensed"}` with names as text. */
export async function readNetworks(path: string): Promise<InventoryEntry[]> {
  return networksFrom(await readList(path), path);
}

/** Reads `--canaries`: a JSON list of `{"transmitter","ssid"}` with names as text. */
export async function readCanaries(path: string): Promise<Canary[]> {
  return canariesFrom(await readList(path), path);
}

/** Checks a list of networks; `where` names its source in errors. */
export function networksFrom(list: readonly unknown[], where: string): InventoryEntry[] {
  return list.map((item, index) => {
    const place = `${where}: /${index}`;
    const record = asRecord(item, place);
    const entry: InventoryEntry = { bssid: addressOf(record["bssid"], `${place}/bssid`) };
    const { ssid, channel, security, licensed } = record;
    if (typeof ssid === "string") entry.ssid = nameOf(ssid, `${place}/ssid`);
    if (typeof channel === "number" && Number.isInteger(channel)) entry.channel = channel;
    if (typeof security === "string") {
      if (!SECURITIES.has(security))
        throw new ReplayInputError(`${place}/security is none of ${[...SECURITIES].join(", ")}`);
      entry.security = security as NonNullable<InventoryEntry["security"]>;
    }
    if (licensed === true) entry.licensed = true;
    return entry;
  });
}

/** Checks a list of canaries; `where` names its source in errors. */
export function canariesFrom(list: readonly unknown[], where: string): Canary[] {
  return list.map((item, index) => {
    const place = `${where}: /${index}`;
    const record = asRecord(item, place);
    if (typeof record["ssid"] !== "string")
      throw new ReplayInputError(`${place}/ssid is missing (example: "k3v9w0q2x7aa")`);
    return {
      transmitter: addressOf(record["transmitter"], `${place}/transmitter`),
      ssid: nameOf(record["ssid"], `${place}/ssid`),
    };
  });
}

async function readList(path: string): Promise<readonly unknown[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new ReplayInputError(`${path}: cannot be read`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ReplayInputError(`${path}: is not JSON`, { cause });
  }
  if (!Array.isArray(value))
    throw new ReplayInputError(
      `${path}: is not a list (example: [{"bssid":"00:1f:7a:e2:6c:98","ssid":"Tea-Pavilion"}])`,
    );
  return value;
}

function asRecord(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new ReplayInputError(`${place} is not an object`);
  return value as Record<string, unknown>;
}

function addressOf(value: unknown, place: string): string {
  const address = typeof value === "string" ? parseAddress(value) : undefined;
  if (address === undefined) throw new ReplayInputError(`${place} is no address (example: "00:1f:7a:e2:6c:98")`);
  return spellAddress(address);
}

function nameOf(text: string, place: string): string {
  const octets = Buffer.from(text);
  if (octets.length > 32) throw new ReplayInputError(`${place} is longer than 32 octets`);
  return octets.toString("hex");
}
