import { createHash } from "node:crypto";
import { BAND_FROM_DB, LIMITS, type Excerpt, type Finding } from "@probewarden/contract";
import type { AccessPoint } from "../air/access-points.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Subject } from "../judge/subject.ts";
import { timestamp } from "../report/timestamp.ts";
import { AccusedFrames, isSuspected } from "./accused-frames.ts";
import { makeExcerpt, type MadeExcerpt, type MaySay } from "./excerpt.ts";
import { EXCERPTS } from "./figures.ts";
import type { JudgeExcerpt } from "./judged-for.ts";
import type { SuspectFrames } from "./suspect-frames.ts";

const DAY_SECONDS = 86_400;
/** Suspects of which it is remembered what was sent. */
const REMEMBERED = 1_024;

/** What was sent of one suspect. */
interface Sent {
  times: number;
  atSeconds: number;
  /** Lines that one of its excerpts came to, or whose absence was stated. */
  codes: Set<string>;
}

export interface ExcerptsOptions {
  maySay: () => MaySay;
  judge: JudgeExcerpt;
  emit: (excerpt: Excerpt, atSeconds: number) => void;
}

/**
 * When the frames of a suspect leave, unasked: once some time after it reached `suspected`, and again when there is more evidence, within what
 * this sensor may send in a day.
 */
export class Excerpts {
  readonly frames = new AccusedFrames();
  readonly #options: ExcerptsOptions;
  readonly #sent = new Map<string, Sent>();
  readonly #suspectedAt = new Map<string, number>();
  /** When excerpts left in the last day, and how many octets they had. */
  #day: { atSeconds: number; octets: number }[] = [];
  #held = 0;

  constructor(options: ExcerptsOptions) {
    this.#options = options;
  }

  /** What was not kept or not sent because of a bound, for `health`. */
  forgotten(): Record<string, number> {
    return { "excerpt-suspects": this.frames.refused, "excerpts-held-back": this.#held };
  }

  /** Takes every frame; `order` is its number among all, `known` what is known of the access point whose beacon or answer it is. */
  hear(frame: Frame, order: number, atSeconds: number, known?: AccessPoint): void {
    this.frames.hear(frame, order, atSeconds, known);
  }

  /** Something is held against a subject; `shownBy`: addresses under which it was shown, more than are its own. */
  accuse(
    subject: Subject,
    frame: Frame | undefined,
    order: number,
    atSeconds: number,
    shownBy?: readonly number[],
  ): void {
    this.frames.accuse(subject, frame, order, atSeconds, shownBy);
  }

  /** A finding was made, whether it waits to be told or not. */
  told(finding: Finding, atSeconds: number): void {
    // What is known of it leaves with its end at the latest.
    if (finding.state === "ended") this.#sendLast(finding, atSeconds);
    this.frames.told(finding);
    if (finding.state === "ended") this.#suspectedAt.delete(finding.suspectId);
    else if (finding.scoreDb >= BAND_FROM_DB.suspected && !this.#suspectedAt.has(finding.suspectId))
      this.#remember(this.#suspectedAt, finding.suspectId, atSeconds);
  }

  /** Once a second: one excerpt at most. */
  turn(atSeconds: number): void {
    this.frames.expire(atSeconds);
    if (!this.#hasTime(atSeconds)) return;
    let next: SuspectFrames | undefined;
    // Of whom nothing was sent comes first.
    for (const kept of this.frames.suspects())
      if (this.#isDue(kept, atSeconds) && (next === undefined || this.#times(kept) < this.#times(next))) next = kept;
    if (next !== undefined) this.#send(next, atSeconds);
  }

  /** Sends what has never been sent: the process stops, or a file has ended. */
  flush(atSeconds: number): void {
    for (const kept of this.frames.suspects())
      if (isSuspected(kept) && this.#times(kept) === 0) this.#send(kept, atSeconds);
  }

  #sendLast({ suspectId }: Finding, atSeconds: number): void {
    for (const kept of this.frames.suspects())
      if (kept.suspectId === suspectId && isSuspected(kept) && this.#times(kept) === 0) this.#send(kept, atSeconds);
  }

  #isDue(kept: SuspectFrames, atSeconds: number): boolean {
    const since = this.#suspectedAt.get(kept.suspectId);
    if (since === undefined || !isSuspected(kept)) return false;
    const sent = this.#sent.get(kept.suspectId);
    if (sent === undefined) return Math.abs(atSeconds - since) >= EXCERPTS.firstAfterSeconds;
    if (sent.times >= EXCERPTS.ofOne || Math.abs(atSeconds - sent.atSeconds) < EXCERPTS.againAfterSeconds) return false;
    return codesOf(kept).some((code) => !sent.codes.has(code));
  }

  #times(kept: SuspectFrames): number {
    return this.#sent.get(kept.suspectId)?.times ?? 0;
  }

  /** A clock that was set back closes nothing: what seems to lie in the future is over. */
  #hasTime(atSeconds: number): boolean {
    this.#day = this.#day.filter((it) => Math.abs(atSeconds - it.atSeconds) < DAY_SECONDS);
    const last = this.#day.at(-1);
    return last === undefined || Math.abs(atSeconds - last.atSeconds) >= EXCERPTS.apartSeconds;
  }

  #send(kept: SuspectFrames, atSeconds: number): void {
    const made = makeExcerpt(kept, this.frames.beside, this.#options.maySay());
    const sent = this.#sent.get(kept.suspectId) ?? { times: 0, atSeconds, codes: new Set<string>() };
    sent.atSeconds = atSeconds;
    for (const code of codesOf(kept)) sent.codes.add(code);
    this.#remember(this.#sent, kept.suspectId, sent);
    if (made === undefined) return;
    const octets = this.#day.reduce((sum, it) => sum + it.octets, 0);
    if (this.#day.length >= EXCERPTS.ofDay || octets + made.file.length > EXCERPTS.dayOctets) {
      this.#held++;
      return;
    }
    sent.times++;
    this.#day.push({ atSeconds, octets: made.file.length });
    this.#options.emit(this.#body(kept, made), atSeconds);
  }

  #body(kept: SuspectFrames, { file, firstAtSeconds, lastAtSeconds, ...made }: MadeExcerpt): Excerpt {
    const held = codesOf(kept);
    const reached = this.#options.judge(file, made);
    const most = (codes: string[]): string[] => codes.slice(0, LIMITS.evidence);
    return {
      suspectId: kept.suspectId,
      findingIds: [...kept.told.keys()].slice(0, 3),
      ...made,
      firstAt: timestamp(firstAtSeconds),
      lastAt: timestamp(lastAtSeconds),
      reproduced: most(held.filter((code) => reached.has(code))),
      notReproduced: most(held.filter((code) => !reached.has(code))),
      beyond: most([...reached].filter((code) => !held.includes(code))),
      sha256: createHash("sha256").update(file).digest("hex"),
      capture: file.toString("base64"),
    };
  }

  /** Both memories are bounded: who came first is forgotten first, and may be sent once more. */
  #remember<V>(memory: Map<string, V>, suspectId: string, value: V): void {
    memory.delete(suspectId);
    memory.set(suspectId, value);
    const [oldest] = memory.keys();
    if (memory.size > REMEMBERED && oldest !== undefined) memory.delete(oldest);
  }
}

function codesOf(kept: SuspectFrames): string[] {
  return [...new Set([...kept.told.values()].flatMap(({ evidence }) => evidence.map(({ code }) => code)))].toSorted();
}
