import type { Worker } from "node:worker_threads";
import { openThread } from "@probewarden/cli";
import type { ProtocolName, ReadAnnouncement } from "./discover/announced/protocol.ts";
import type { ReadDatagram } from "./discover/probe-matches.ts";
import type { AuditVerdict } from "./audit/judge-audit.ts";
import type { AuditHeard, AuditReading } from "./audit/read-audit-answer.ts";
import type { AnswerReading, HeardAnswer } from "./read-answer.ts";
import { READY, type NotRead, type ReadingJob } from "./reading-job.ts";

/** Reads what strangers sent. */
export interface Reader {
  /** Begins the thread. @returns when it can read */
  start(): Promise<void>;
  datagram(octets: Uint8Array): Promise<ReadDatagram | NotRead>;
  /** Reads what a device said by another protocol than WS-Discovery. */
  announcement(protocol: ProtocolName | "hello", octets: Uint8Array): Promise<ReadAnnouncement | NotRead>;
  answer(heard: HeardAnswer): Promise<AnswerReading | NotRead>;
  /** Reads one answer of an audit. */
  auditAnswer(heard: AuditHeard): Promise<AuditReading | NotRead>;
  /** Judges all answers of an audit. */
  auditVerdict(answers: readonly AuditHeard[]): Promise<AuditVerdict | NotRead>;
  /** Ends the thread; what waits is not read. */
  stop(): Promise<void>;
}

/** Figures of the thread, given so that a test need not find slow work. */
export interface ReadingLimits {
  /** Processor time of this process while one thing is read. The worst document within the limits takes 0.3 s of a desktop's. */
  cpuMilliseconds: number;
  /** Looks at the thread while one thing is read, each {@link LOOK_MILLISECONDS} after the last: the end of a thread that waits for ever. */
  looks: number;
  waiting: number;
  waitingOctets: number;
}

export const READING_LIMITS: ReadingLimits = {
  cpuMilliseconds: 3_000,
  looks: 300,
  waiting: 8_192,
  waitingOctets: 8 * 1024 * 1024,
};

const LOOK_MILLISECONDS = 100;

interface Waiting {
  job: ReadingJob;
  octets: number;
  resolve: (read: never) => void;
}

/**
 * Reads datagrams and answers in a thread of its own, one at a time: whatever they hold, the process goes on hearing and can end the work.
 *
 * The deadline counts processor time, and looks of our own event loop, but no clock on the wall: a busy or suspended machine is no reason
 * to refuse a camera.
 */
export class ReadingThread implements Reader {
  readonly #limits: ReadingLimits;
  readonly #queue: Waiting[] = [];
  #octets = 0;
  #worker: Worker | undefined;
  #now: Waiting | undefined;
  #stopped = false;
  #from = 0;
  #watch: NodeJS.Timeout | undefined;

  constructor(limits: ReadingLimits = READING_LIMITS) {
    this.#limits = limits;
  }

  async start(): Promise<void> {
    await this.datagram(new Uint8Array());
  }

  datagram(octets: Uint8Array): Promise<ReadDatagram | NotRead> {
    return this.#ask({ kind: "datagram", octets }, octets.length);
  }

  announcement(protocol: ProtocolName | "hello", octets: Uint8Array): Promise<ReadAnnouncement | NotRead> {
    return this.#ask({ kind: "announcement", protocol, octets }, octets.length);
  }

  answer(heard: HeardAnswer): Promise<AnswerReading | NotRead> {
    return this.#ask({ kind: "answer", heard }, heard.raw.length);
  }

  auditAnswer(heard: AuditHeard): Promise<AuditReading | NotRead> {
    return this.#ask({ kind: "audit-answer", heard }, heard.raw.length);
  }

  auditVerdict(answers: readonly AuditHeard[]): Promise<AuditVerdict | NotRead> {
    return this.#ask(
      { kind: "audit-verdict", answers: [...answers] },
      answers.reduce((sum, { raw }) => sum + raw.length, 0),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const worker = this.#worker;
    this.#give("reading-queue-full");
    for (const waiting of this.#queue.splice(0)) waiting.resolve("reading-queue-full" as never);
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask<T>(job: ReadingJob, octets: number): Promise<T | NotRead> {
    if (
      this.#stopped ||
      this.#queue.length >= this.#limits.waiting ||
      this.#octets + octets > this.#limits.waitingOctets
    )
      return Promise.resolve("reading-queue-full");
    this.#octets += octets;
    return new Promise((resolve) => {
      this.#queue.push({ job, octets, resolve });
      this.#next();
    });
  }

  #next(): void {
    if (this.#now !== undefined || this.#stopped) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#now = next;
    this.#worker ??= this.#begin();
    const { job, buffers } = ownOctets(next.job);
    this.#worker.postMessage(job, buffers);
    this.#watchOver();
  }

  /** Hands out what was read, or why not, and goes on with the next. */
  #give(read: unknown): void {
    clearInterval(this.#watch);
    const done = this.#now;
    if (done === undefined) return;
    this.#now = undefined;
    this.#octets -= done.octets;
    done.resolve(read as never);
    this.#next();
  }

  #watchOver(): void {
    this.#from = cpuMilliseconds();
    let looks = 0;
    this.#watch = setInterval(() => {
      if (++looks < this.#limits.looks && cpuMilliseconds() - this.#from < this.#limits.cpuMilliseconds) return;
      this.#abandon("too-slow");
    }, LOOK_MILLISECONDS);
  }

  /** Gives up what is being read and the thread with it; the next thing gets another. */
  #abandon(why: NotRead): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    this.#give(why);
  }

  #begin(): Worker {
    const worker = openThread(import.meta.url, "reading-worker", {
      // The worst document of 512 kB was read within 24 MB; one that needs more ends the thread and not the process.
      resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 },
    });
    // Nothing waits for this thread at the end of the process: whoever waits for an answer keeps the process alive by the watch.
    worker.unref();
    worker.on("message", (read: unknown) => {
      if (worker !== this.#worker) return;
      // Loading the thread's own code is no work of what it reads.
      if (read === READY) this.#from = cpuMilliseconds();
      else this.#give(read);
    });
    // Out of memory, or broken by what it read: that is lost, and said; the rest is read by another thread.
    const lost = (): void => {
      if (worker === this.#worker) this.#abandon("reading-failed");
    };
    worker.on("error", lost);
    worker.on("exit", lost);
    return worker;
  }
}

/** A copy of the octets alone: what a socket hands out is a piece of a larger memory, and all of that would be copied. */
function ownOctets(job: ReadingJob): { job: ReadingJob; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = [];
  const own = (octets: Uint8Array): Uint8Array => {
    const copy = new Uint8Array(octets);
    buffers.push(copy.buffer);
    return copy;
  };
  switch (job.kind) {
    case "datagram":
    case "announcement":
      return { job: { ...job, octets: own(job.octets) }, buffers };
    case "answer":
      return { job: { ...job, heard: { ...job.heard, raw: own(job.heard.raw) } }, buffers };
    case "audit-answer":
      return { job: { ...job, heard: { ...job.heard, raw: own(job.heard.raw) } }, buffers };
    case "audit-verdict":
      return { job: { ...job, answers: job.answers.map((each) => ({ ...each, raw: own(each.raw) })) }, buffers };
  }
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
