import { computeFcs, FCS_OCTETS } from "./fcs.ts";
import { InterfaceHabits, type FcsHabit, type RadioHabits } from "./fcs-habit.ts";
import { NOTICES, type FrameDamage, type Notice, type SkipReason } from "./frame.ts";
import { FrameType } from "./frame-types.ts";
import { IEEE802_11, IEEE802_11_RADIOTAP, isReadInPlace, readRadioHeader } from "./link-type.ts";
import { readUint32 } from "./little-endian.ts";
import { readMacHeader } from "./mac-header.ts";
import { readManagementBody } from "./management.ts";
import { ParsedFrame } from "./parsed-frame.ts";
import { hidesRadiotap } from "./radiotap.ts";

/** What the reader needs of a captured frame. */
export interface CapturedOctets {
  /** Octets as captured, radio header first. */
  bytes: Uint8Array;
  /** Where they stand among others, for who needs no view of them: a source that has thousands at once says it. */
  readonly window?: Uint8Array;
  readonly start?: number;
  readonly end?: number;
  /** Link type: 105, 119, 127, 163 or 192 are read. */
  linkType: number;
  /** Capture time in seconds since 1970. */
  atSeconds: number;
  /** The time stamp cannot be true. */
  timeUnknown?: boolean;
  /** Length on air with the radio header, in octets. */
  originalLength: number;
  /** Which interface of the capture heard it, from 0: each has habits of its own. */
  interfaceNumber?: number;
  /** The capture file, not the radio header, says that an FCS is at the end; and what it calls wrong with the reception. */
  fcsAtEnd?: boolean;
  damage?: FrameDamage | undefined;
}

/** Shortest frame of all, an ACK: what is shorter has no room for an FCS behind it. */
const SHORTEST_OCTETS = 10;
/** Frame Control, first octet: the type. Zero is management. */
const TYPE = 0b0000_11_00;

/**
 * Turns captured octets into a frame. It never throws, whatever the octets are, and allocates nothing: `read` fills and returns the
 * one object in `frame`, so a caller that keeps something copies it. Whether the last four octets are an FCS, and what it is worth, is
 * learnt from the frames themselves (`fcs-habit.ts`), for headers, flags and files say it wrongly in every way.
 */
export class FrameReader {
  /** The frame read last. After a skip it holds what the radio header said before the reading stopped. */
  readonly frame = new ParsedFrame();
  readonly #computesAll: boolean;
  readonly #interfaces = new InterfaceHabits();
  readonly #noticed = new Map<Notice, number>(NOTICES.map((notice) => [notice, 0]));

  /** `computesAll`: also hold the FCS of data and control frames against their octets, and call a frame bad whatever the others are like (dissect). */
  constructor({ computesAll = false }: { computesAll?: boolean } = {}) {
    this.#computesAll = computesAll;
  }

  /** Frames that were read in spite of an odd habit of their radio or file, by habit. Habits that were not met are left out. */
  noticed(): Record<string, number> {
    return Object.fromEntries([...this.#noticed].filter(([, count]) => count > 0));
  }

  /** The frame, or why it cannot be read. A frame that is damaged is returned with `damage` set: its caller decides. */
  read(captured: CapturedOctets): ParsedFrame | SkipReason {
    const { frame } = this;
    let { linkType } = captured;
    const octets = (isReadInPlace(linkType) ? captured.window : undefined) ?? captured.bytes;
    const isWindow = octets === captured.window;
    const start = (isWindow ? captured.start : undefined) ?? 0;
    const end = (isWindow ? captured.end : undefined) ?? octets.length;
    frame.reset(octets, captured.atSeconds, start, end);
    if (linkType === IEEE802_11 && octets[start] === 0 && octets[start + 1] === 0) {
      if (hidesRadiotap(octets, frame)) {
        linkType = IEEE802_11_RADIOTAP;
        this.#notice("radiotap-not-announced");
      }
      frame.reset(octets, captured.atSeconds, start, end);
    }
    if (captured.timeUnknown === true) {
      frame.timeUnknown = true;
      this.#notice("time-impossible");
    }
    frame.fcsAtEnd = captured.fcsAtEnd === true;
    frame.damage = captured.damage;
    const unreadable = readRadioHeader(linkType, octets, frame);
    if (unreadable !== undefined) {
      frame.resetBody(frame.end);
      return unreadable;
    }
    const radio = this.#interfaces.of(captured.interfaceNumber ?? 0);
    const isFlagged = frame.fcsFlagBad === true || captured.damage === "fcs-bad";
    radio.hear(frame.fcsFlagBad === true, captured.damage === "fcs-bad");
    if (isFlagged) this.#callBad();
    else if (radio.flagsInFile || (radio.flagsInHeader && frame.wouldFlagDamage)) frame.checksums = "flagged";
    const unread = this.#readFrame(radio, Math.max(0, captured.originalLength - (end - start)));
    frame.mayBeDamaged = frame.checksums === "unknown";
    return unread ?? frame;
  }

  /** Reads the frame behind the radio header. `missing` octets of it were not captured. */
  #readFrame(radio: RadioHabits, missing: number): SkipReason | undefined {
    const { frame } = this;
    const habit = frame.fcsAtEnd ? radio.announced : radio.unannounced;
    if (missing > 0) return this.#readCut(habit, missing);
    const end = frame.end - FCS_OCTETS;
    if (end - frame.start < SHORTEST_OCTETS) return this.#readShortest(habit);
    // Of what the radio calls damaged, nothing is learnt.
    if (frame.damage !== undefined) return this.#readDamaged(habit, end);
    const isManagement = (frame.captured[frame.start]! & TYPE) === 0;
    if (frame.fcsAtEnd || habit.isVerified) {
      const looks = isManagement || this.#computesAll || (habit.isVerified && frame.checksums === "unknown");
      if (looks && this.#isFcsRight(end)) {
        this.#trust();
        if (isManagement) habit.right();
        if (!frame.fcsAtEnd) this.#notice("fcs-not-announced");
        return this.#readTo(end);
      }
      if (looks && habit.isVerified) {
        // A card's own frames come back without the FCS that it puts behind all others.
        if (isManagement && this.#isWholeWithoutFcs(end)) return this.#readAbsent(habit, end + FCS_OCTETS);
        if (isManagement) habit.wrong();
        frame.fcsComputed = "bad";
        this.#callBad();
        return this.#readTo(end);
      }
      return habit.isVerified ? this.#readTo(end) : this.#readAnnounced(habit, isManagement);
    }
    const unread = this.#readTo(frame.end);
    if (frame.elementsRemainder > 0) this.#findUnannounced(habit);
    return unread;
  }

  /** The header announces an FCS, and no right one is there: it is a wrong one, or there is none. The frame's form tells, and else the habit. */
  #readAnnounced(habit: FcsHabit, isManagement: boolean): SkipReason | undefined {
    const { frame } = this;
    const all = frame.end;
    const withoutFcs = all - FCS_OCTETS;
    let end = habit.isAbsent ? all : withoutFcs;
    let unread = this.#readTo(end);
    const form = this.#form(unread);
    if (form !== "open") {
      const other = end === all ? withoutFcs : all;
      const unreadOther = this.#readTo(other);
      const isOther = form === "broken" && this.#form(unreadOther) !== "broken";
      const isTold = isOther || (form === "whole" && this.#form(unreadOther) === "broken");
      if (isOther) {
        end = other;
        unread = unreadOther;
      } else unread = this.#readTo(end);
      if (isTold && end === all) habit.absent();
      else if (isTold) habit.wrong();
    }
    if (end === all) this.#notice("fcs-announced-but-absent");
    else if (isManagement) this.#notice("fcs-never-right");
    if (end !== all && this.#computesAll) {
      frame.fcsComputed = "bad";
      frame.fcsBad = true;
    }
    return unread;
  }

  /** The frame is what it must be only with the octets from `end` on, which no right FCS are. */
  #isWholeWithoutFcs(end: number): boolean {
    return this.#form(this.#readTo(end)) === "broken" && this.#form(this.#readTo(end + FCS_OCTETS)) === "whole";
  }

  #readAbsent(habit: FcsHabit, all: number): SkipReason | undefined {
    habit.absent();
    if (this.frame.fcsAtEnd) this.#notice("fcs-announced-but-absent");
    return this.#readTo(all);
  }

  /** What the form of the frame, as it was just read, says of the end that was taken for it: its elements fill it, something is too short or too much, or nothing. */
  #form(unread: SkipReason | undefined): "whole" | "broken" | "open" {
    if (unread !== undefined) return unread === "frame-too-short" ? "broken" : "open";
    if (!this.frame.hasElements) return "open";
    return this.frame.elementsRemainder === 0 ? "whole" : "broken";
  }

  /** An ACK or CTS that has no room for an FCS, whatever its header says; or less than a frame. */
  #readShortest(habit: FcsHabit): SkipReason | undefined {
    const { frame } = this;
    if (frame.fcsAtEnd && frame.damage === undefined && frame.end - frame.start === SHORTEST_OCTETS)
      return this.#readAbsent(habit, frame.end);
    return this.#readTo(frame.end);
  }

  /** A frame whose end was not captured. Its original length counts an FCS where there was one on air, or not. */
  #readCut(habit: FcsHabit, missing: number): SkipReason | undefined {
    const { frame } = this;
    const hasFcs = frame.fcsAtEnd && !habit.isAbsent;
    const kept = hasFcs ? Math.max(0, FCS_OCTETS - missing) : 0;
    const end = frame.end - frame.start >= kept ? frame.end - kept : frame.end;
    const unread = this.#readTo(end);
    // Where nothing more than an FCS is missing and the elements are whole, the FCS is what was left out.
    const isFcs = missing <= FCS_OCTETS && (hasFcs || frame.elementsRemainder === 0);
    if (!isFcs && frame.type === FrameType.Management) frame.elementsCut = true;
    return unread;
  }

  #readDamaged(habit: FcsHabit, end: number): SkipReason | undefined {
    const { frame } = this;
    const hasFcs = frame.fcsAtEnd ? !habit.isAbsent : habit.isVerified;
    if (hasFcs && this.#computesAll) frame.fcsComputed = this.#isFcsRight(end) ? "good" : "bad";
    return this.#readTo(hasFcs ? end : frame.end);
  }

  /** Some captures keep the FCS and have no header, or no flag, that says so: then four octets are behind the last element. */
  #findUnannounced(habit: FcsHabit): void {
    const { frame } = this;
    const end = frame.end - FCS_OCTETS;
    if (end < frame.elementsStart || !this.#isFcsRight(end)) return;
    habit.right();
    this.#notice("fcs-not-announced");
    this.#trust();
    this.#readTo(end);
  }

  /** Reads MAC header and body of the frame that ends at `end`. */
  #readTo(end: number): SkipReason | undefined {
    const { frame } = this;
    frame.resetBody(end);
    const unread = readMacHeader(frame.captured, frame);
    if (unread === undefined && frame.type === FrameType.Management) readManagementBody(frame.captured, frame);
    return unread;
  }

  #isFcsRight(end: number): boolean {
    const { captured, start } = this.frame;
    return computeFcs(captured, start, end) === readUint32(captured, end);
  }

  #trust(): void {
    this.frame.fcsComputed = "good";
    this.frame.checksums = "verified";
  }

  #callBad(): void {
    this.frame.fcsBad = true;
    this.frame.damage = "fcs-bad";
  }

  #notice(notice: Notice): void {
    this.#noticed.set(notice, (this.#noticed.get(notice) ?? 0) + 1);
  }
}
