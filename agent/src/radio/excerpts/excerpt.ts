import { LIMITS } from "@probewarden/contract";
import { isGroup, NO_ADDRESS, parseAddress, readAddress } from "../dot11/address.ts";
import { ADDRESS_1, ADDRESS_2, ADDRESS_3 } from "../dot11/mac-layout.ts";
import type { Venue } from "../venue/venue.ts";
import { CaptureWriter } from "./capture-writer.ts";
import { EXCERPTS } from "./figures.ts";
import type { KeptFrame } from "./frame-lane.ts";
import { Pseudonyms } from "./pseudonyms.ts";
import { redactFrame, type RedactedOctets } from "./redact-frame.ts";
import type { SuspectFrames } from "./suspect-frames.ts";

/** Which addresses and names may stand in an excerpt. */
export interface MaySay {
  /** Whether an address behaved as a station. */
  isStation: (address: number) => boolean;
  /** Whether an address may be named at all: see `judge/nameable.ts`. */
  mayBeNamed: (address: number) => boolean;
  venue: Pick<Venue, "speakable">;
}

/** The frames of one suspect, as they may leave. */
export interface MadeExcerpt {
  /** pcapng. */
  file: Buffer;
  /** Addresses that stand in it as they are: accused, and hit or imitated. */
  transmitters: string[];
  targets: string[];
  /** Names that do, in hex. */
  names: string[];
  frames: number;
  firstAtSeconds: number;
  lastAtSeconds: number;
  /** Addresses and names that pseudonyms stand for. */
  addressesReplaced: number;
  namesReplaced: number;
  /** Frames that are not in it because they made room for later ones. */
  passed: number;
  /** Frames that are not in it because some octets of theirs spelled an address that was heard as a station, or a name that somebody asked for. */
  withheld: number;
}

const ADDRESS_OCTETS = 6;
/** Shortest asked name that is looked for in the octets of others: three letters stand anywhere by chance. */
const SPELLED_OCTETS = 4;
/** Where a name begins in a question. */
const QUESTION_NAME = 26;

/**
 * Makes an excerpt: the latest frames of a suspect in the order in which they were heard, as many as there is room for. Undefined where no
 * finding about it was told, or no frame is there.
 */
export function makeExcerpt(
  kept: SuspectFrames,
  { isStation, mayBeNamed, venue }: MaySay,
  random?: (octets: number) => Uint8Array,
): MadeExcerpt | undefined {
  const findings = [...kept.told.values()];
  const told = (texts: readonly string[]): string[] =>
    [...new Set(texts)].filter((text) => mayBeNamed(parseAddress(text) ?? NO_ADDRESS)).slice(0, LIMITS.transmitters);
  const transmitters = told(findings.flatMap((finding) => finding.transmitters));
  const targets = told(findings.flatMap((finding) => finding.targets));
  const named = new Set([...transmitters, ...targets].map((text) => parseAddress(text) ?? NO_ADDRESS));
  const said = new Set(findings.flatMap((finding) => finding.evidence.flatMap(({ names }) => names)));
  const mayBeSaid = (name: Uint8Array): boolean =>
    venue.speakable(name) !== undefined || said.has(Buffer.from(name).toString("hex"));
  const pseudonyms = new Pseudonyms(named, mayBeSaid, random);
  const asked = askedNames(kept, mayBeSaid);
  const writer = new CaptureWriter();
  const made: Omit<MadeExcerpt, "file"> = {
    transmitters,
    targets,
    names: [],
    frames: 0,
    firstAtSeconds: 0,
    lastAtSeconds: 0,
    addressesReplaced: 0,
    namesReplaced: 0,
    passed: kept.passed,
    withheld: 0,
  };
  const { chosen, left } = choose(kept);
  made.passed += left;
  let before = -1;
  for (const frame of chosen) {
    if (frame.order === before) continue;
    before = frame.order;
    const redacted = redactFrame(frame.octets, pseudonyms);
    if (redacted === undefined) continue;
    if (spellsSomebody(redacted.octets, named, isStation) || spellsName(redacted.octets, asked)) {
      made.withheld++;
      continue;
    }
    if (made.frames === 0) made.firstAtSeconds = frame.atSeconds;
    made.lastAtSeconds = Math.max(made.firstAtSeconds, frame.atSeconds);
    made.frames++;
    writer.add(frame, redacted, isOfAccessPoint(redacted, named));
  }
  if (made.frames === 0 || findings.length === 0) return undefined;
  made.addressesReplaced = pseudonyms.addresses;
  made.namesReplaced = pseudonyms.names;
  made.names = pseudonyms.saidNames;
  return { ...made, file: writer.file() };
}

/** The latest frames of each kind for which there is room, in the order in which they were heard; and how many there was none for. */
function choose(kept: SuspectFrames): { chosen: KeptFrame[]; left: number } {
  const lanes = kept.lanes().map((lane) => [...lane.frames()].toReversed());
  let octets = EXCERPTS.fileOctets - EXCERPTS.fixedOctets;
  let left = 0;
  const chosen: KeptFrame[] = [];
  // What is rarest is chosen first; what there is most of takes what is left.
  for (const frames of lanes.toReversed())
    for (const frame of frames) {
      const needed = frame.octets.length + EXCERPTS.overheadOctets;
      if (needed > octets) {
        left++;
        continue;
      }
      octets -= needed;
      chosen.push(frame);
    }
  return { chosen: chosen.toSorted((a, b) => a.order - b.order), left };
}

/** Names that somebody asked for and that may not leave, as octets. */
function askedNames(kept: SuspectFrames, mayBeSaid: (name: Uint8Array) => boolean): Buffer[] {
  const names = new Map<string, Buffer>();
  for (const { octets } of kept.questions()) {
    const name = Buffer.from(octets.subarray(QUESTION_NAME));
    if (name.length >= SPELLED_OCTETS && !mayBeSaid(name)) names.set(name.toString("hex"), name);
  }
  return [...names.values()];
}

/**
 * Whether six octets in a row anywhere are an address that was heard as a station. Whoever is accused writes what he likes into what he sends,
 * a visitor's address too.
 */
function spellsSomebody(
  octets: Uint8Array,
  named: ReadonlySet<number>,
  isStation: (address: number) => boolean,
): boolean {
  for (let at = 0; at + ADDRESS_OCTETS <= octets.length; at++) {
    const address = readAddress(octets, at);
    if (!isGroup(address) && isStation(address) && !named.has(address)) return true;
  }
  return false;
}

function spellsName(octets: Uint8Array, names: readonly Buffer[]): boolean {
  const all = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  return names.some((name) => all.includes(name));
}

/** Whether a frame's level may stand: that of a network's own frames, and not how near somebody's phone was. */
function isOfAccessPoint({ octets }: RedactedOctets, named: ReadonlySet<number>): boolean {
  if (octets.length < ADDRESS_2 + ADDRESS_OCTETS) return named.has(readAddress(octets, ADDRESS_1));
  const transmitter = readAddress(octets, ADDRESS_2);
  if (named.has(transmitter)) return true;
  return octets.length >= ADDRESS_3 + ADDRESS_OCTETS && readAddress(octets, ADDRESS_3) === transmitter;
}
