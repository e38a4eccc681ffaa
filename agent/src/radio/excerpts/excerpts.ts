import { createHash } from "node:crypto";
import { BAND_FROM_DB, LIMITS, type Excerpt, type Finding } from "@probewarden/contract";
import type { AccessPoint } from "../air/access-points.ts";
import type { Turns } from "../capture/paced-frames.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Subject } from "../judge/subject.ts";
import { timestamp } from "../report/timestamp.ts";
import { AccusedFrames, isSuspected } from "./accused-frames.ts";
import { makeExcerpt, type MadeExcerpt, type MaySay } from "./excerpt.ts";
import { EXCERPTS } from "./figures.ts";
import type { JudgeExcerpt } from "./judged-for.ts";
import { InTurns, type Steps } from "./steps.ts";
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
  /** The turns of the event loop over which one is made; without them it is made at once, of a recording always alike. */
  turns?: Turns;
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
  readonly #steps: InTurns;
  /** Suspects of which one is being made, or waits for that. */
  readonly #making = new Set<string>();

  constructor(options: ExcerptsOptions) {
    this.#options = options;
    this.#steps = new InTurns(options.turns);
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

  /** Once a second: one excerpt at most, and none while one is made. */
  turn(atSeconds: number): void {
    this.frames.expire(atSeconds);
    if (this.#making.size > 0 || !this.#hasTime(atSeconds)) return;
    let next: SuspectFrames | undefined;
    // Of whom nothing was sent comes first.
    for (const kept of this.frames.suspects())
      if (this.#isDue(kept, atSeconds) && (next === undefined || this.#times(kept) < this.#times(next))) next = kept;
    if (next !== undefined) this.#send(next, atSeconds);
  }

  /** Sends what is being made, and what has never been sent: the process stops, or a file has ended. */
  flush(atSeconds: number): void {
    this.#steps.finish();
    for (const kept of this.frames.suspects())
      if (isSuspected(kept) && this.#times(kept) === 0) this.#send(kept, atSeconds);
    this.#steps.finish();
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
    return codesOf(kept.told.values()).some((code) => !sent.codes.has(code));
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

  /**
   * Of what is told of the suspect now, whatever becomes of that meanwhile: at its end frames are kept no more, and those that are there stay as they
   * are until they are sent.
   */
  #send(kept: SuspectFrames, atSeconds: number): void {
    if (this.#making.has(kept.suspectId)) return;
    if (this.#making.size >= EXCERPTS.suspects) {
      this.#held++;
      return;
    }
    this.#making.add(kept.suspectId);
    this.#steps.add(this.#make(kept, [...kept.told.values()], atSeconds));
  }

  *#make(kept: SuspectFrames, findings: readonly Finding[], atSeconds: number): Steps {
    const { suspectId } = kept;
    const making = yield* makeExcerpt(kept, findings, this.frames.beside, this.#options.maySay());
    const body = making && (yield* this.#body(suspectId, findings, making.excerpt));
    this.#making.delete(suspectId);
    const isFull = this.#day.length >= EXCERPTS.ofDay;
    if (!isFull && making?.mayLeave() === false) {
      // Nothing was sent of it, and it is made anew when there is time again. It counts, for whoever lies could have it made again and again.
      this.#day.push({ atSeconds, octets: 0 });
      return;
    }
    const sent = this.#sent.get(suspectId) ?? { times: 0, atSeconds, codes: new Set<string>() };
    sent.atSeconds = atSeconds;
    for (const code of codesOf(findings)) sent.codes.add(code);
    this.#remember(this.#sent, suspectId, sent);
    if (making === undefined || body === undefined) return;
    const octets = this.#day.reduce((sum, it) => sum + it.octets, making.excerpt.file.length);
    if (isFull || octets > EXCERPTS.dayOctets) {
      this.#held++;
      return;
    }
    sent.times++;
    this.#day.push({ atSeconds, octets: making.excerpt.file.length });
    this.#options.emit(body, atSeconds);
  }

  *#body(
    suspectId: string,
    findings: readonly Finding[],
    { file, firstAtSeconds, lastAtSeconds, ...made }: MadeExcerpt,
  ): Steps<Excerpt> {
    const held = codesOf(findings);
    const reached = yield* this.#options.judge(file, made);
    const most = (codes: string[]): string[] => codes.slice(0, LIMITS.evidence);
    const body: Excerpt = {
      suspectId,
      findingIds: findings.map(({ findingId }) => findingId).slice(0, 3),
      ...made,
      firstAt: timestamp(firstAtSeconds),
      lastAt: timestamp(lastAtSeconds),
      reproduced: most(held.filter((code) => reached.has(code))),
      notReproduced: most(held.filter((code) => !reached.has(code))),
      beyond: most([...reached].filter((code) => !held.includes(code))),
      sha256: createHash("sha256").update(file).digest("hex"),
      capture: file.toString("base64"),
    };
    yield;
    return body;
  }

  /** Both memories are bounded: who came first is forgotten first, and may be sent once more. */
  #remember<V>(memory: Map<string, V>, suspectId: string, value: V): void {
    memory.delete(suspectId);
    memory.set(suspectId, value);
    const [oldest] = memory.keys();
    if (memory.size > REMEMBERED && oldest !== undefined) memory.delete(oldest);
  }
}

function codesOf(findings: Iterable<Finding>): string[] {
  return [...new Set([...findings].flatMap(({ evidence }) => evidence.map(({ code }) => code)))].toSorted();
}
