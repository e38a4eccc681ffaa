import type { Finding } from "@probewarden/contract";
import { parseAddress } from "../dot11/address.ts";
import { FindingLife } from "./finding-life.ts";
import { readEvidenceCode } from "../detectors/weights.ts";
import { resumeLine } from "./finding-message.ts";
import { newSubject, type Subject } from "./subject.ts";

/** The subject of a finding that was published before a restart, or what is known of it already, with all that the finding tells. */
export function resumedSubject(finding: Finding, known: Subject | undefined, listenedAt: number): Subject {
  const heardAt = Date.parse(finding.lastHeardAt) / 1000;
  const subject = known ?? newSubject(finding.suspectId, Date.parse(finding.firstHeardAt) / 1000);
  subject.lastHeardAt = heardAt;
  subject.listenedAt = listenedAt;
  subject.transmitterCount = finding.transmitterCount;
  for (const address of addresses(finding.targets)) subject.targets.add(address);
  const borrowed = addresses(finding.mitigations.flatMap(({ bssid = [] }) => bssid));
  const used = [...new Set([...addresses(finding.transmitters), ...borrowed])];
  for (const evidence of finding.evidence) {
    const line = resumeLine(evidence);
    if (line === undefined) continue;
    // Which of several identities showed it is not published.
    line.isOfMany = finding.transmitterCount > 1;
    line.resumed = { addresses: used, count: Math.max(used.length, finding.transmitterCount), names: line.names };
    subject.lines.set(line.code, line);
  }
  for (const { code: text, detector, why, at } of finding.withdrawn ?? []) {
    const code = readEvidenceCode(text);
    if (code !== undefined) subject.withdrawn.set(code, { detector, why, at: Date.parse(at) / 1000 });
  }
  const life = new FindingLife(finding.findingId);
  const codes = finding.evidence.map((it) => it.code).sort();
  life.resume(finding.band, finding.highestDb, codes.join(" "), heardAt);
  subject.lives.set(finding.suspicion, life);
  return subject;
}

/** Addresses as numbers; what is none is left out. */
export function addresses(texts: readonly string[]): number[] {
  return texts.map(parseAddress).filter((address) => address !== undefined);
}
