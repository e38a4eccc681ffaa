import { ConfigError, readFileOf } from "@probewarden/cli";
import type { InventoryEntry } from "@probewarden/contract";
import { parseAddress, spellAddress } from "../radio/dot11/address.ts";
import type { Canary } from "../radio/venue/venue.ts";

const SECURITIES = new Set(["open", "owe", "wep", "wpa", "wpa2", "wpa3", "enterprise"]);

const NETWORKS_EXAMPLE = '[{"bssid":"00:1f:7a:e2:6c:98","ssid":"Tea-Pavilion","channel":6,"security":"wpa2"}]';
const CANARIES_EXAMPLE = '[{"transmitter":"02:5e:00:00:00:01","ssid":"k3v9w0q2x7aa"}]';

/** Reads `--networks`: a JSON list of `{"bssid","ssid","channel","security","licensed"}` with names as text. */
export function readNetworks(path: string): InventoryEntry[] {
  return networksFrom(readList(path, "the list of the venue's networks", NETWORKS_EXAMPLE), path);
}

/** Reads `--canaries`: a JSON list of `{"transmitter","ssid","askedAt"}` with names as text; `askedAt` may be left out. */
export function readCanaries(path: string): Canary[] {
  return canariesFrom(readList(path, "the list of what was sent as bait", CANARIES_EXAMPLE), path);
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
        throw new ConfigError(`${place}/security is none of ${[...SECURITIES].join(", ")}`);
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
    if (typeof record["ssid"] !== "string") throw new ConfigError(`${place}/ssid is missing (example: "k3v9w0q2x7aa")`);
    const askedAt = record["askedAt"];
    if (askedAt !== undefined && !(typeof askedAt === "string" && Date.parse(askedAt) > 0))
      throw new ConfigError(`${place}/askedAt is no time (example: "2026-11-26T08:00:00.000Z")`);
    return {
      transmitter: addressOf(record["transmitter"], `${place}/transmitter`),
      ssid: nameOf(record["ssid"], `${place}/ssid`),
      ...(askedAt === undefined ? {} : { askedAtSeconds: Date.parse(askedAt) / 1000 }),
    };
  });
}

function readList(path: string, what: string, example: string): readonly unknown[] {
  const text = readFileOf(path, what).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${path}: ${what} is not JSON (example: ${example})`, { cause });
  }
  if (!Array.isArray(value)) throw new ConfigError(`${path}: ${what} is not a list (example: ${example})`);
  return value;
}

function asRecord(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new ConfigError(`${place} is not an object`);
  return value as Record<string, unknown>;
}

function addressOf(value: unknown, place: string): string {
  const address = typeof value === "string" ? parseAddress(value) : undefined;
  if (address === undefined) throw new ConfigError(`${place} is no address (example: "00:1f:7a:e2:6c:98")`);
  return spellAddress(address);
}

function nameOf(text: string, place: string): string {
  const octets = Buffer.from(text);
  if (octets.length > 32) throw new ConfigError(`${place} is longer than 32 octets`);
  return octets.toString("hex");
}
