import { nameFrame } from "../radio/dot11/frame-types.ts";
import type { DissectedFrame } from "./dissected-frame.ts";
import type { ContentLine } from "./frame-content.ts";
import { spellPlain } from "./plain-content.ts";

/**
 * A dissected frame as one line for a person: number, time, level, channel, kind, who to whom, and what is remarkable. A network name comes
 * from the air, so it is quoted and control characters in it are escaped: it cannot write on the terminal.
 */
export function spellFrame(frame: DissectedFrame): string {
  const parts = [
    String(frame.n).padStart(6),
    frame.t ?? "(no time)".padEnd(20),
    frame.rssiDbm === null ? "   - dBm" : `${String(frame.rssiDbm).padStart(4)} dBm`,
    frame.channelMhz === null ? "   - MHz" : `${String(frame.channelMhz).padStart(4)} MHz`,
  ];
  if (frame.skipped !== undefined) return [...parts, `skipped: ${frame.skipped}`].join("  ");
  parts.push(
    nameFrame(frame.type ?? -1, frame.subtype ?? -1).padEnd(22),
    `${frame.ta ?? "-".padEnd(17)} → ${frame.ra ?? "-"}`,
  );
  if (frame.bssid !== null) parts.push(`bssid ${frame.bssid}`);
  if (frame.seq !== null) parts.push(`seq ${frame.seq}.${frame.frag}`);
  if (frame.ssid !== null) parts.push(frame.ssidHex === "" ? "ssid (empty)" : `ssid ${quote(frame.ssid)}`);
  if (frame.reason !== null) parts.push(`reason ${frame.reason}`);
  if (frame.retry === true) parts.push("retry");
  if (frame.protected === true) parts.push("protected");
  if (frame.fcsBad === true) parts.push("bad FCS");
  return parts.join("  ");
}

/** One thing that a frame says, on a line of its own below the frame's. */
export function spellContent({ name, id, says, octets, fault }: ContentLine): string {
  const parts = [`${" ".repeat(8)}${name}${id === undefined ? "" : ` (${id})`}`];
  const text = says === undefined ? "" : spellPlain(says, quote);
  if (text !== "") parts.push(text);
  if (octets !== undefined) parts.push(`${octets} octets`);
  if (fault !== undefined) parts.push(`FAULT ${fault}`);
  return parts.join("  ");
}

/** JSON's quotes, and also C1 controls and characters that turn the direction of writing, which JSON lets through. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
