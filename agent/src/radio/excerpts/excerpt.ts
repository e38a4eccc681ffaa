import { randomBytes } from "node:crypto";
import { LIMITS, type Finding } from "@probewarden/contract";
import { NO_ADDRESS, parseAddress, readAddress } from "../dot11/address.ts";
import { ADDRESS_1, ADDRESS_2, ADDRESS_3, SEQUENCE_CONTROL, THREE_ADDRESSES_OCTETS } from "../dot11/mac-layout.ts";
import type { Venue } from "../venue/venue.ts";
import { CaptureWriter } from "./capture-writer.ts";
import { applicantsOf } from "./applicants.ts";
import type { Beside } from "./beside.ts";
import { chooseFrames } from "./choose-frames.ts";
import { EXCERPTS } from "./figures.ts";
import type { KeptFrame } from "./kept-figures.ts";
import { Pseudonyms } from "./pseudonyms.ts";
import { redactFrame, type RedactedOctets } from "./redact-frame.ts";
import type { Steps } from "./steps.ts";
import type { KeptNow, SuspectFrames } from "./suspect-frames.ts";

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

/** As it was made; and whether it may leave now, for what is heard goes on while one is made. */
export interface Making {
  excerpt: MadeExcerpt;
  /** False when an address that was taken for nobody's phone, and stands in it, is a station's by now. */
  mayLeave: () => boolean;
}

const ADDRESS_OCTETS = 6;
/** The I/G bit of an address's first octet (IEEE 802, 8.2). */
const GROUP = 0b1;
/** Shortest asked name that is looked for in the octets of others: three letters stand anywhere by chance. */
const SPELLED_OCTETS = 4;
/** Where a name begins in a question. */
const QUESTION_NAME = 26;

/**
 * Makes an excerpt: the frames of a suspect, and some beacons of another access point, in the order in which they were heard, as many as there is room
 * for. `findings`: what was told of it. Undefined where that is nothing, or no frame is there. It is of the frames that are kept at its first step.
 */
export function* makeExcerpt(
  suspect: SuspectFrames,
  findings: readonly Finding[],
  beside: Beside,
  { isStation, mayBeNamed, venue }: MaySay,
  random: (octets: number) => Uint8Array = randomBytes,
): Steps<Making | undefined> {
  const kept = suspect.now(beside);
  const trusted = new Set<number>();
  const isTrusted = (address: number): boolean => {
    if (!mayBeNamed(address)) return false;
    trusted.add(address);
    return true;
  };
  const told = (texts: readonly string[]): string[] =>
    [...new Set(texts)].filter((text) => isTrusted(parseAddress(text) ?? NO_ADDRESS)).slice(0, LIMITS.transmitters);
  const transmitters = told(findings.flatMap((finding) => finding.transmitters));
  const targets = told(findings.flatMap((finding) => finding.targets));
  const named = new Set([...transmitters, ...targets].map((text) => parseAddress(text) ?? NO_ADDRESS));
  const said = new Set(findings.flatMap((finding) => finding.evidence.flatMap(({ names }) => names)));
  const mayBeSaid = (name: Uint8Array): boolean =>
    venue.speakable(name) !== undefined || said.has(Buffer.from(name).toString("hex"));
  const { frames, left } = yield* chooseFrames(kept);
  const asked = askedNames(kept, mayBeSaid);
  const made: Omit<MadeExcerpt, "file"> = {
    transmitters,
    targets,
    names: [],
    frames: 0,
    firstAtSeconds: 0,
    lastAtSeconds: 0,
    addressesReplaced: 0,
    namesReplaced: 0,
    passed: kept.passed + left,
    withheld: 0,
  };
  yield;
  const applicants = applicantsOf(frames);
  const numbered = numberedIn(frames);
  const pseudonyms = new Pseudonyms(named, mayBeSaid, {
    counts: (address) => !numbered.has(address) || (kept.shown.has(address) && isTrusted(address)),
    countTogether: (address) => applicants.has(address),
    random,
  });
  const movedDb = (random(1)[0]! % (2 * EXCERPTS.movedDb + 1)) - EXCERPTS.movedDb;
  const writer = new CaptureWriter();
  const written: Uint8Array[] = [];
  const spells = (octets: Uint8Array): boolean => spellsSomebody(octets, named, isStation);
  for (const frame of frames) {
    yield;
    const redacted = redactFrame(frame.octets, pseudonyms);
    if (redacted === undefined) continue;
    if (spells(redacted.octets) || spellsName(redacted.octets, asked)) {
      made.withheld++;
      continue;
    }
    if (made.frames === 0) made.firstAtSeconds = frame.atSeconds;
    made.lastAtSeconds = Math.max(made.firstAtSeconds, frame.atSeconds);
    made.frames++;
    const isApplicant =
      frame.octets.length > ADDRESS_2 + ADDRESS_OCTETS && applicants.has(readAddress(frame.octets, ADDRESS_2));
    const moved = isApplicant ? { ...frame, rssiDbm: frame.rssiDbm + movedDb } : frame;
    writer.add(moved, redacted, isApplicant || isOfAccessPoint(redacted, named));
    written.push(redacted.octets);
  }
  if (made.frames === 0 || findings.length === 0) return undefined;
  made.addressesReplaced = pseudonyms.addresses;
  made.namesReplaced = pseudonyms.names;
  made.names = pseudonyms.saidNames;
  return {
    excerpt: { ...made, file: writer.file() },
    mayLeave: () => [...trusted].every(mayBeNamed) && !written.some(spells),
  };
}

/** Transmitters that number their frames: some drivers leave that to nobody, and zero says nothing, wherever it stands. */
function numberedIn(frames: readonly KeptFrame[]): ReadonlySet<number> {
  const numbered = new Set<number>();
  for (const { octets } of frames)
    if (octets.length >= THREE_ADDRESSES_OCTETS && readSequence(octets) !== 0)
      numbered.add(readAddress(octets, ADDRESS_2));
  return numbered;
}

/** Sequence number (9.2.4.4.2). */
const readSequence = (octets: Uint8Array): number =>
  (octets[SEQUENCE_CONTROL]! | (octets[SEQUENCE_CONTROL + 1]! << 8)) >> 4;

/** Names that somebody asked for and that may not leave, as octets. */
function askedNames({ stores }: KeptNow, mayBeSaid: (name: Uint8Array) => boolean): Buffer[] {
  const names = new Map<string, Buffer>();
  for (const { octets } of stores.questions.frames()) {
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
    // A group's address is no station's.
    if ((octets[at]! & GROUP) !== 0) continue;
    const address = readAddress(octets, at);
    if (isStation(address) && !named.has(address)) return true;
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
