import type { InventoryEntry } from "@probewarden/contract";
import { MOST_OWN_NETWORKS, NETWORK_SECURITY } from "@probewarden/contract/figures";
import { nameInHex } from "./name-octets.ts";
import { cellsOf, delimiterOf } from "./table-cells.ts";

/** Why a pasted list is none, and in which entry of JSON or line of a table, counted from 1. */
export interface PasteFault {
  what:
    | "nothing"
    | "json"
    | "address"
    | "twice"
    | "name"
    | "channel"
    | "security"
    | "field"
    | "quote"
    | "too-many"
    | "too-long";
  at?: { entry: number } | { line: number };
}
export type Pasted = { networks: InventoryEntry[] } | { fault: PasteFault };

type Security = (typeof NETWORK_SECURITY)[number];
/** What a pasted entry says, each as text; a name in hex where it comes as JSON. */
type Told = Partial<Record<"bssid" | "ssid" | "name" | "channel" | "security", string>> & { licensed?: boolean };

const COLUMNS = ["bssid", "name", "channel", "security"] as const;
/** What people's tables call a column. */
const CALLED: ReadonlyMap<string, (typeof COLUMNS)[number]> = new Map([
  ["bssid", "bssid"],
  ["mac", "bssid"],
  ["地址", "bssid"],
  ["ssid", "name"],
  ["name", "name"],
  ["名称", "name"],
  ["channel", "channel"],
  ["信道", "channel"],
  ["security", "security"],
  ["加密", "security"],
  ["加密方式", "security"],
]);
const FIELDS: ReadonlySet<string> = new Set(["bssid", "ssid", "channel", "security", "licensed"]);
const MOST_CHANNEL = 233;
/** Characters that a list has at most: the longest there is, with room for white space. */
export const MOST_CHARACTERS = 512 * 1024;

/**
 * Reads a list that somebody pasted: JSON as `venue networks` prints and takes it (names in hex), or lines of a table with tabs, semicolons or commas:
 * address, name as text, channel, security. A line with the names of the columns may stand first, in any order.
 */
export function pastedList(text: string): Pasted {
  if (text.length > MOST_CHARACTERS) return { fault: { what: "too-long" } };
  const whole = text.replace(/^\ufeff/, "");
  const trimmed = whole.trim();
  if (trimmed === "") return { fault: { what: "nothing" } };
  const told = trimmed.startsWith("[") || trimmed.startsWith("{") ? fromJson(trimmed) : fromTable(whole);
  if ("fault" in told) return told;
  if (told.rows.length > MOST_OWN_NETWORKS) return { fault: { what: "too-many" } };
  const networks: InventoryEntry[] = [];
  const seen = new Set<string>();
  for (const { at, told: row } of told.rows) {
    const entry = entryOf(row);
    if (typeof entry === "string") return { fault: { what: entry, at } };
    if (seen.size === seen.add(entry.bssid).size) return { fault: { what: "twice", at } };
    networks.push(entry);
  }
  return networks.length === 0 ? { fault: { what: "nothing" } } : { networks };
}

type Rows = { rows: { at: NonNullable<PasteFault["at"]>; told: Told }[] } | { fault: PasteFault };

function fromJson(text: string): Rows {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: { what: "json" } };
  }
  if (!Array.isArray(json)) return { fault: { what: "json" } };
  const rows: { at: NonNullable<PasteFault["at"]>; told: Told }[] = [];
  for (const [index, row] of (json as unknown[]).entries()) {
    const at = { entry: index + 1 };
    if (typeof row !== "object" || row === null) return { fault: { what: "json", at } };
    const told: Record<string, unknown> = { ...row };
    if (Object.keys(told).some((key) => !FIELDS.has(key))) return { fault: { what: "field", at } };
    const { licensed, channel, bssid, ssid, security } = told;
    if (licensed !== undefined && typeof licensed !== "boolean") return { fault: { what: "field", at } };
    const textOf = (value: unknown): string =>
      typeof value === "string" ? value : `${JSON.stringify(value)} is no text`;
    rows.push({
      at,
      told: {
        bssid: textOf(bssid),
        ...(ssid === undefined ? {} : { ssid: textOf(ssid) }),
        ...(channel === undefined ? {} : { channel: JSON.stringify(channel) }),
        ...(security === undefined ? {} : { security: textOf(security) }),
        ...(licensed === undefined ? {} : { licensed }),
      },
    });
  }
  return { rows };
}

function fromTable(text: string): Rows {
  const lines = text.split(/\r\n|\r|\n/);
  const delimiter = delimiterOf(lines);
  const head = lines.findIndex((line) => line.trim() !== "");
  const first = cellsOf(lines[head] ?? "", delimiter)?.map((cell) => CALLED.get(cell.toLowerCase())) ?? [];
  const hasHead = first.includes("bssid");
  const columns = hasHead ? first : COLUMNS;
  const rows: { at: NonNullable<PasteFault["at"]>; told: Told }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || (hasHead && index === head)) continue;
    const cells = cellsOf(line, delimiter);
    if (cells === undefined) return { fault: { what: "quote", at: { line: index + 1 } } };
    if (cells.slice(columns.length).some((cell) => cell !== ""))
      return { fault: { what: "field", at: { line: index + 1 } } };
    const told: Told = {};
    for (const [column, cell] of cells.entries()) {
      const called = columns[column];
      if (called !== undefined && cell !== "") told[called] = cell;
    }
    rows.push({ at: { line: index + 1 }, told });
    if (rows.length > MOST_OWN_NETWORKS) break;
  }
  return { rows };
}

/** An address as people's tables spell it: with colons, hyphens, dots or nothing between. */
function addressOf(text: string): string | undefined {
  const spelled = /^[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}$|^[\da-f]{4}(?:\.[\da-f]{4}){2}$|^[\da-f]{12}$/i;
  if (!spelled.test(text)) return undefined;
  const digits = text.replaceAll(/[:.-]/g, "").toLowerCase();
  return digits.match(/../g)?.join(":");
}

function entryOf({ bssid = "", ssid, name, channel, security, licensed }: Told): InventoryEntry | PasteFault["what"] {
  const address = addressOf(bssid);
  if (address === undefined) return "address";
  const hex = name === undefined ? ssid?.toLowerCase() : nameInHex(name);
  // Letters that could not be read stand as U+FFFD: a name that nobody gave.
  if (name?.includes("\ufffd") === true) return "name";
  if ((name !== undefined && hex === undefined) || (hex !== undefined && !/^([\da-f]{2}){0,32}$/.test(hex)))
    return "name";
  const number = channel === undefined ? undefined : /^\d{1,3}$/.test(channel) ? Number(channel) : 0;
  if (number !== undefined && (number < 1 || number > MOST_CHANNEL)) return "channel";
  const secured = security?.toLowerCase();
  if (secured !== undefined && !isSecurity(secured)) return "security";
  return {
    bssid: address,
    ...(hex === undefined ? {} : { ssid: hex }),
    ...(number === undefined ? {} : { channel: number }),
    ...(secured === undefined ? {} : { security: secured }),
    ...(licensed === undefined ? {} : { licensed }),
  };
}

const isSecurity = (text: string): text is Security => (NETWORK_SECURITY as readonly string[]).includes(text);
