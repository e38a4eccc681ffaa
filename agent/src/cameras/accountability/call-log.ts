import { plainAddress, type Target } from "../interrogate/address-guard.ts";
import type { RtspMethod } from "../interrogate/rtsp-call.ts";
import type { AccountabilityLog } from "./accountability-log.ts";
import type { SentEntry } from "./log-entry.ts";

/** A call that is about to be made as nobody. */
export interface Call {
  target: Pick<Target, "address" | "port" | "secure" | "path">;
  method: "GET" | "POST" | RtspMethod;
  /** The ONVIF call, where it is one. */
  call?: string;
}

/** Told of each call before it is made. @returns whether it may be made: what cannot be written down is not sent */
export type TellCall = (call: Call) => Promise<boolean>;

/** Calls at one address: see {@link CallLog.at}. */
export interface CallsAt {
  tell: TellCall;
  /** It has proven to be a camera: what was held back is written down. */
  proven: () => Promise<void>;
  /** No more is asked there. What is still held back becomes a number. */
  end: () => void;
}

/**
 * The calls of one round. A datagram or a range names addresses that may be phones, and a phone's address is written nowhere. So the first calls
 * at an address are held in memory until it has proven to be a camera, and are written down then, with their times; where it does not, they are
 * counted. Calls at an address that somebody named, and all calls after the proof, are written down before they are made.
 *
 * What could not be written down is told by two reasons: `not-written-down-call` is a call that was not made for that, and
 * `not-written-down-made` one that had been made while the address had not proven to be a camera.
 */
export class CallLog {
  readonly #log: AccountabilityLog;
  readonly #now: () => number;
  /** Calls that stand in the log, calls that do not, and at how many addresses. */
  readonly counts = { callsToCameras: 0, callsToOthers: 0, others: 0 };

  readonly #count: (reason: string, times?: number) => void;

  /** @param count is told of what could not be written down */
  constructor(log: AccountabilityLog, now: () => number, count: (reason: string, times?: number) => void) {
    this.#log = log;
    this.#now = now;
    this.#count = count;
  }

  /** @param isNamed somebody named the address: in the configuration or on the command line */
  at(isNamed: boolean): CallsAt {
    let isOpen = isNamed;
    let held: SentEntry[] = [];
    const write = async (entries: readonly SentEntry[]): Promise<boolean> => {
      const isWritten = await this.#log.write(entries);
      if (isWritten) this.counts.callsToCameras += entries.length;
      return isWritten;
    };
    return {
      tell: async (sent) => {
        const entry = entryOf(sent, this.#now());
        if (isOpen) {
          const isWritten = await write([entry]);
          if (!isWritten) this.#count("not-written-down-call");
          return isWritten;
        }
        held.push(entry);
        return true;
      },
      proven: async () => {
        isOpen = true;
        const entries = held;
        held = [];
        if (entries.length > 0 && !(await write(entries))) this.#count("not-written-down-made", entries.length);
      },
      end: () => {
        if (held.length === 0) return;
        this.counts.callsToOthers += held.length;
        this.counts.others++;
        held = [];
      },
    };
  }
}

const entryOf = ({ target: { address, port, secure, path }, method, call }: Call, now: number): SentEntry => ({
  at: new Date(now).toISOString(),
  address: plainAddress(address),
  port,
  tls: secure,
  method,
  path,
  ...(call === undefined ? {} : { call }),
  account: false,
});
