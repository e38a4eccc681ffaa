import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { TU_SECONDS } from "../../dot11/time-unit.ts";
import { tsfSeconds } from "../../air/clock-line.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** Where the beacon interval was not heard: nearly all have it. */
const BEACON_SECONDS = 0.1024;
/** An access point that is late is late by some beacons. */
const LATE_SECONDS = 0.5;
/** An access point that has announced a switch says so in each beacon until it goes (11.8.8.2); some may have been made before. */
const UNAWARE_BEACONS = 5;
/** A frame that is older than another, by the clock in it, by so much at most comes late: from the file of another sensor that was put together with this one. */
const COPY_SECONDS = 60;
/** What was announced longer ago is not compared any more: an access point may go and come back. */
const FORGET_SECONDS = 10;

/**
 * Announcements that a network goes to another channel, and whether it went. Whoever announces that he is leaving and is still there when
 * he said that he would be gone, again and again, is not who he says he is: the beacons that stay are the access point's, and it knows
 * nothing of a switch.
 */
export class SwitchLies {
  at = -Infinity;
  announcements = 0;
  channel = -1;
  readonly #lies = new RecentTimes(FORCED_DISCONNECT.switchesNotMade);
  #dueAt = Number.NaN;
  #heardOnMhz = -1;
  /** The clock of the network in its latest announcement that has one, and in the latest that came again; NaN where there is none. */
  #saidAt = Number.NaN;
  #copiedAt = Number.NaN;
  /** Beacons since, before it is due, that say nothing of it. */
  #unaware = 0;
  #lied = 0;

  /** The record is a network's that has announced nothing yet. */
  begin(): void {
    this.at = -Infinity;
    this.announcements = 0;
    this.channel = -1;
    this.#lies.clear();
    this.#dueAt = Number.NaN;
    this.#heardOnMhz = -1;
    this.#saidAt = Number.NaN;
    this.#copiedAt = Number.NaN;
    this.#unaware = 0;
    this.#lied = 0;
  }

  /** Announcements that were followed by nothing. */
  get lies(): number {
    return this.#lied;
  }

  /** Takes an announcement, of whatever kind of frame. */
  announce(frame: Frame, at: number): void {
    if (this.#isCopy(frame)) return;
    this.at = at;
    this.announcements++;
    // To the channel where it is already: only the width changes.
    if (frame.switchChannel === frame.advertisedChannel) return;
    this.channel = frame.switchChannel;
    // The first of a row says when: each later one counts down to the same moment, or should.
    if (at <= this.#dueAt + FORGET_SECONDS) return;
    const interval = frame.beaconIntervalTu > 0 ? frame.beaconIntervalTu * TU_SECONDS : BEACON_SECONDS;
    this.#dueAt = at + frame.switchCount * interval + LATE_SECONDS;
    this.#heardOnMhz = frame.channelMhz;
    this.#unaware = 0;
  }

  /** Takes a beacon without an announcement; true when the network should have been gone, or should have said that it goes. */
  stays(frame: Frame, at: number): boolean {
    if (frame.kind !== FrameKind.beacon || Number.isNaN(this.#dueAt)) return false;
    // Only where a copy was heard: a clock that is written ahead would hide all that the network itself says.
    if (!Number.isNaN(this.#copiedAt) && comesLate(tsfSeconds(frame), this.#saidAt)) return false;
    const isDue = at > this.#dueAt;
    const isFresh = at <= this.#dueAt + FORGET_SECONDS;
    const isThere = frame.channelMhz === this.#heardOnMhz && frame.advertisedChannel !== this.channel;
    if (!isDue && (!isThere || ++this.#unaware < UNAWARE_BEACONS)) return false;
    this.#dueAt = Number.NaN;
    if (!isFresh || !isThere) return false;
    this.#lies.add(at);
    this.#lied++;
    return true;
  }

  /** Whether it happened so often that it is no switch that failed. */
  areLies(at: number): boolean {
    return this.#lies.happened(FORCED_DISCONNECT.switchesNotMade, FORCED_DISCONNECT.persistentSeconds, at);
  }

  /** Whether another sensor heard it before: its clock is older than the latest, and younger than that of the copy before it, for each has one. */
  #isCopy(frame: Frame): boolean {
    if (!frame.hasTsf) return false;
    const clock = tsfSeconds(frame);
    const isCopy = (clock === this.#saidAt || comesLate(clock, this.#saidAt)) && !(clock <= this.#copiedAt);
    if (isCopy) this.#copiedAt = clock;
    else this.#saidAt = clock;
    return isCopy;
  }
}

/** Whether one clock is older than the other, and not by so much that it is another clock. */
function comesLate(clock: number, latest: number): boolean {
  return clock < latest && latest - clock <= COPY_SECONDS;
}
