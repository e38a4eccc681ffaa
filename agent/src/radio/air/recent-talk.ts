import { isGroup } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { FrameType } from "../dot11/frame-types.ts";

/** Pairs remembered, and acknowledged stations: what was said a moment ago. A newer pair takes the place of an older one. */
const PLACES = 4_096;
const ACKNOWLEDGED = 16;
/** Frames of one station that may still be answered: as many as a block of them that is on the way at once. */
const OPEN = 8;
/** What is kept of a pair stands together, a line of the processor's cache: who, to whom, when, the number of the frame, how many may be answered. */
const [FROM, TO, AT, NUMBER, STILL_OPEN, RECORD] = [0, 1, 2, 3, 4, 8];
/** Nobody's address. */
const NOBODY = -1;
/** An answer comes within milliseconds; from a loaded host within a hundred, and as one of the next frames. */
const ANSWER_SECONDS = 0.1;
const ANSWER_FRAMES = 64;

/**
 * Who has just sent class 2 or class 3 frames to whom (11.3.3): data, Null, PS-Poll, block acknowledgements, action and association
 * frames. Whoever gets them from somebody that it does not know answers each with a good-bye (11.3.4). A frame that was not heard here
 * shows by the ACK that followed it. One memory of fixed size, into which every data frame is written.
 */
export class RecentTalk {
  readonly #talk = new Float64Array(PLACES * RECORD).fill(NOBODY);
  readonly #acknowledged = new Float64Array(ACKNOWLEDGED).fill(-1);
  readonly #acknowledgedAt = new Float64Array(ACKNOWLEDGED).fill(-Infinity);
  readonly #acknowledgedNumber = new Float64Array(ACKNOWLEDGED);
  #next = 0;
  #frames = 0;
  #before = -1;

  /** Takes a frame of any kind. */
  hear(frame: Frame, atSeconds: number): void {
    this.#frames++;
    if (frame.kind === FrameKind.ack) {
      // The station whose frame is acknowledged was heard itself, as a rule.
      if (frame.receiver !== this.#before) this.#acknowledge(frame.receiver, atSeconds);
      return;
    }
    this.#before = frame.transmitter;
    if (isQuestion(frame) && !isGroup(frame.receiver)) this.#ask(frame.transmitter, frame.receiver, atSeconds);
  }

  /** When one last sent such a frame to the other; minus infinity when it is not remembered. */
  spokeAt(from: number, to: number): number {
    const place = this.#find(from, to);
    return place < 0 ? -Infinity : this.#talk[place + AT]!;
  }

  /** Whether the sender of an answer was just asked by its receiver. Each question has one answer. */
  takeQuestion(asker: number, asked: number, atSeconds: number): boolean {
    const place = this.#find(asker, asked);
    if (place >= 0 && this.#talk[place + STILL_OPEN]! > 0 && this.#isFresh(place, atSeconds)) {
      this.#talk[place + STILL_OPEN]!--;
      return true;
    }
    for (let index = 0; index < ACKNOWLEDGED; index++) {
      // One of its older frames may have been acknowledged and never answered: that one says nothing of the latest.
      if (this.#acknowledged[index] !== asker) continue;
      if (!this.#isRecent(this.#acknowledgedAt[index]!, this.#acknowledgedNumber[index]!, atSeconds)) continue;
      this.#acknowledged[index] = -1;
      return true;
    }
    return false;
  }

  #ask(from: number, to: number, atSeconds: number): void {
    const talk = this.#talk;
    const place = placeOf(from, to);
    const isSame = talk[place + FROM] === from && talk[place + TO] === to && this.#isFresh(place, atSeconds);
    talk[place + FROM] = from;
    talk[place + TO] = to;
    talk[place + AT] = atSeconds;
    talk[place + NUMBER] = this.#frames;
    talk[place + STILL_OPEN] = isSame ? Math.min(talk[place + STILL_OPEN]! + 1, OPEN) : 1;
  }

  /** Where a pair stands, -1 when it is not remembered. */
  #find(from: number, to: number): number {
    const place = placeOf(from, to);
    return this.#talk[place + FROM] === from && this.#talk[place + TO] === to ? place : -1;
  }

  #isFresh(place: number, atSeconds: number): boolean {
    return this.#isRecent(this.#talk[place + AT]!, this.#talk[place + NUMBER]!, atSeconds);
  }

  #acknowledge(station: number, atSeconds: number): void {
    this.#acknowledged[this.#next] = station;
    this.#acknowledgedAt[this.#next] = atSeconds;
    this.#acknowledgedNumber[this.#next] = this.#frames;
    this.#next = (this.#next + 1) % ACKNOWLEDGED;
  }

  #isRecent(at: number, number: number, now: number): boolean {
    return Math.abs(now - at) <= ANSWER_SECONDS && this.#frames - number <= ANSWER_FRAMES;
  }
}

/** Frames that are only allowed to who is authenticated, or associated (11.3.3). */
function isQuestion({ type, kind }: Frame): boolean {
  if (type === FrameType.Data) return true;
  return (
    kind === FrameKind.psPoll ||
    kind === FrameKind.blockAck ||
    kind === FrameKind.blockAckRequest ||
    kind === FrameKind.action ||
    kind === FrameKind.associationRequest ||
    kind === FrameKind.reassociationRequest
  );
}

function placeOf(from: number, to: number): number {
  return (Math.imul((from | 0) ^ Math.imul(to | 0, 0x9e37_79b1), 0x85eb_ca6b) >>> 20) * RECORD;
}
