import type { FindingMessage } from "@probewarden/contract";
import type { Notice } from "../radio/dot11/frame.ts";
import type { ReplaySummary } from "./replay-summary.ts";

const SUSPICION = { "probe-box": "probe box", impostor: "impostor", disruption: "disruption" } as const;
/** Habits of a radio or a file that were allowed for. */
const NOTICED: Readonly<Record<Notice, string>> = {
  "fcs-announced-but-absent": "their header announces a checksum that is not there; they were read to their last octet",
  "fcs-never-right":
    "their checksum is there and wrong, as in all of this file or radio (addresses were exchanged, or it is no checksum); they were read without it",
  "fcs-not-announced": "they end with a checksum that nothing announces; they were read without it",
  "radiotap-not-announced":
    "they begin with a radiotap header, although the file says that there is none (link type 105); it was read",
  "time-impossible": "their time stamp cannot be true (before 1990 or after 2100); it was not believed",
};
const BAND = { watch: "to watch", suspected: "suspected", strong: "suspected, strong evidence" } as const;

/** A finding as a line for a person. */
export function describeFinding({ at, body }: FindingMessage): string {
  const who = body.transmitters.length > 0 ? addresses(body.transmitters, body.transmitterCount) : hidden(body);
  const why = describeSum(body);
  return `${at} ${body.state}: ${SUSPICION[body.suspicion]}, ${BAND[body.band]} (${signed(body.scoreDb)} dB): ${who}: ${why}\n`;
}

/** The sum as it adds up: the prior, the best of each family and the mitigations; what is weaker in its family stands apart. */
function describeSum({ priorDb, evidence, mitigations }: FindingMessage["body"]): string {
  const families = new Set<string>();
  const counted: string[] = [];
  const apart: string[] = [];
  for (const { family, code, weightDb } of evidence) {
    (families.has(family) ? apart : counted).push(`${code} ${signed(weightDb)}`);
    families.add(family);
  }
  const sum = [`prior ${signed(priorDb)}`, ...counted, ...mitigations.map((it) => `${it.code} ${signed(it.weightDb)}`)];
  return `${sum.join(", ")}${apart.length > 0 ? ` (of the same families, not added: ${apart.join(", ")})` : ""}`;
}

/** The end of a replay for a person. */
export function describeSummary(summary: ReplaySummary): string {
  const skipped = Object.entries(summary.skipped).map(([reason, count]) => `${count} ${reason}`);
  const time = summary.secondsUnknown === true ? "in a time that the file does not tell" : `in ${summary.seconds} s`;
  const lines = [`${summary.frames} frames ${time}${skipped.length > 0 ? `, skipped: ${skipped.join(", ")}` : ""}`];
  for (const [notice, count] of Object.entries(summary.noticed))
    lines.push(`${count} frames: ${NOTICED[notice as Notice]}.`);
  if (summary.truncatedAt !== undefined) lines.push(`The file is cut or damaged at octet ${summary.truncatedAt}.`);
  if (summary.unread !== undefined)
    lines.push(`${summary.unread.text}${summary.unread.much === "nothing" ? "" : ` ${summary.unread.help}`}`);
  else if (summary.suspects.length === 0) lines.push("Nobody is suspected.");
  for (const it of summary.suspects) {
    const who = it.transmitters.length > 0 ? addresses(it.transmitters, it.transmitterCount) : hidden(it);
    lines.push(
      `${SUSPICION[it.suspicion]}, ${BAND[it.band]} (${signed(it.scoreDb)} dB), ${it.firstAtSeconds} s into the recording: ${who}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function addresses(transmitters: readonly string[], count: number): string {
  const shown = transmitters.slice(0, 3).join(" ");
  return count > 3 ? `${shown} and ${count - 3} more` : shown;
}

/** Whom no address names: he uses those of others, of which some may be stations'. */
function hidden({ transmitterCount, targets }: { transmitterCount: number; targets: readonly string[] }): string {
  const behind =
    transmitterCount > 0
      ? ` behind ${transmitterCount === 1 ? "a station's address" : `${transmitterCount} addresses`}`
      : "";
  return `a hidden sender${behind}${against(targets)}`;
}

function against(targets: readonly string[]): string {
  return targets.length > 0 ? ` against ${targets.join(" ")}` : "";
}

function signed(decibans: number): string {
  return decibans > 0 ? `+${decibans}` : `${decibans}`;
}
