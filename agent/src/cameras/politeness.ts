import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BUDGET } from "./interrogate/budget.ts";
import { lock, writeWhole } from "./locked-file.ts";
import { isSystemError, makeFolderLike } from "./own-files.ts";

/** What was done to the network and must be remembered: packets sent, by whom they were for, and whom to leave alone. */
interface Remembered {
  /** Times in milliseconds, oldest first, by {@link packetKey}. */
  packets: Record<string, number[]>;
  /** End of the rest in milliseconds, by {@link restKey}. */
  leaveAloneUntil: Record<string, number>;
  /** What visits of an address have cost since a time, in octets: a day at most. */
  octets: Record<string, { since: number; octets: number }>;
  /** Visits under way, by address: until when they may last at most. */
  visitingUntil: Record<string, number>;
}

const FILE = "budget.json";
const FILE_OCTETS = 1024 * 1024;
/** Networks and hosts of one sensor, and accounts that rest: far more than a venue has. */
const KEYS = 4_096;
const WINDOW = BUDGET.burstMinutes * 60_000;
const DAY = 24 * 3_600_000;

/** A visit takes 20 s on the network and a little of ours; one that lasts longer without being renewed belongs to a process that is gone. */
const VISIT_MILLISECONDS = 60_000;
const VISIT_PAUSE_MILLISECONDS = 200;

/** Packets to a group through an interface, or to a host that the operator named. */
export type PacketKey = `interface ${string}` | `host ${string}`;

/** No account is ever used before a login: what rests then is asking as nobody. */
export const NO_ACCOUNT = "none";
const restKey = (address: string, account: string): string => `${address} ${account}`;

/**
 * The memory of what the sensor may still send, `cameras/budget.json` in its data folder: one for the service and the command line
 * together, whichever runs, and for the time after a restart. Where the disk does not take it, it is kept in memory, and that is said.
 */
export class Politeness {
  readonly #file: string | undefined;
  readonly #now: () => number;
  #memory: Remembered = nothing();
  readonly #problems = new Set<"budget-not-kept" | "budget-unreadable">();

  /** @param dataDir folder of the sensor's data; without one nothing is kept on disk */
  constructor(dataDir: string | undefined, now: () => number) {
    this.#file = dataDir === undefined ? undefined : join(dataDir, "cameras", FILE);
    this.#now = now;
  }

  /** What went wrong with the file so far. */
  get problems(): ReadonlySet<"budget-not-kept" | "budget-unreadable"> {
    return this.#problems;
  }

  /** Takes packets out of the budget, all at once. @returns how many may be sent, by key */
  async reserve(keys: readonly PacketKey[], wanted: number): Promise<Map<PacketKey, number>> {
    const granted = new Map<PacketKey, number>();
    if (keys.length === 0) return granted;
    const at = this.#now();
    await this.#change((known) => {
      granted.clear();
      for (const key of keys) {
        const sent = known.packets[key] ?? [];
        const limit = isInterface(key) ? BUDGET.burstPackets : BUDGET.hostPackets;
        const free = Math.max(0, Math.min(wanted, limit - sent.length));
        granted.set(key, free);
        known.packets[key] = [...sent, ...Array.from({ length: free }, () => at)];
      }
    });
    return granted;
  }

  /** Puts back what was reserved last and not sent. */
  async giveBack(unused: ReadonlyMap<PacketKey, number>): Promise<void> {
    const some = [...unused].filter(([, packets]) => packets > 0);
    if (some.length === 0) return;
    await this.#change((known) => {
      for (const [key, packets] of some) known.packets[key] = known.packets[key]?.slice(0, -packets) ?? [];
    });
  }

  /** Takes octets out of the day of an address, before it is visited. @returns how many the visit may cost */
  async reserveOctets(address: string, wanted: number): Promise<number> {
    let granted = 0;
    await this.#change((known) => {
      const day = known.octets[address] ?? { since: this.#now(), octets: 0 };
      granted = Math.max(0, Math.min(wanted, BUDGET.dayOctets - day.octets));
      known.octets[address] = { since: day.since, octets: day.octets + granted };
    });
    return granted;
  }

  /** Puts back what was reserved for a visit and not used. */
  async giveOctetsBack(address: string, unused: number): Promise<void> {
    if (unused <= 0) return;
    await this.#change((known) => {
      const day = known.octets[address];
      if (day !== undefined) day.octets = Math.max(0, day.octets - unused);
    });
  }

  /** Leaves an account of a device alone for a day. */
  async leaveAlone(address: string, account: string = NO_ACCOUNT): Promise<void> {
    const until = this.#now() + BUDGET.lockedOutHours * 3_600_000;
    await this.#change((known) => {
      known.leaveAloneUntil[restKey(address, account)] = until;
    });
  }

  /**
   * Takes the one attempt that an account has at a device in a day, before it is made: a process that is killed has used it.
   * @returns false when it was taken
   */
  async takeAttempt(address: string, account: string): Promise<boolean> {
    let isFree = false;
    await this.#change((known) => {
      const key = restKey(address, account);
      isFree = (known.leaveAloneUntil[key] ?? 0) <= this.#now();
      known.leaveAloneUntil[key] ??= this.#now() + BUDGET.lockedOutHours * 3_600_000;
    });
    return isFree;
  }

  /** Gives an attempt back that the device has accepted. */
  async giveAttemptBack(address: string, account: string): Promise<void> {
    await this.#change((known) => {
      delete known.leaveAloneUntil[restKey(address, account)];
    });
  }

  /** Whether an account of a device is left alone, as a function of its address. */
  async resting(account: string = NO_ACCOUNT): Promise<(address: string) => boolean> {
    const { leaveAloneUntil } = await this.#load();
    return (address) => (leaveAloneUntil[restKey(address, account)] ?? 0) > this.#now();
  }

  /**
   * Begins a visit, once no other process visits that address.
   * @returns false when `signal` aborted first
   */
  async beginVisit(address: string, signal?: AbortSignal): Promise<boolean> {
    for (let waited = false; ; waited = true) {
      if (signal?.aborted) return false;
      let begun = false;
      await this.#change((known) => {
        begun = known.visitingUntil[address] === undefined;
        if (begun) known.visitingUntil[address] = this.#now() + VISIT_MILLISECONDS;
      });
      // The device has only just been asked: the first connection of this visit, which is not made twice, must not come too soon.
      if (begun && waited) await sleep(BUDGET.peaceMilliseconds[0]);
      if (begun) return true;
      await sleep(VISIT_PAUSE_MILLISECONDS);
    }
  }

  /** The visit goes on: what lasts longer than one visit, as an audit does, says so before each call. */
  async renewVisit(address: string): Promise<void> {
    await this.#change((known) => {
      known.visitingUntil[address] = this.#now() + VISIT_MILLISECONDS;
    });
  }

  async endVisit(address: string): Promise<void> {
    await this.#change((known) => {
      delete known.visitingUntil[address];
    });
  }

  /** Reads, changes and writes, while no other process does. */
  async #change(change: (known: Remembered) => void): Promise<void> {
    const file = this.#file;
    if (file === undefined) return this.#changeMemory(change);
    let unlock: () => Promise<void>;
    try {
      await makeFolderLike(dirname(file));
      unlock = await lock(file);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return this.#changeMemory(change, "budget-not-kept");
    }
    try {
      const known = await this.#load();
      change(known);
      this.#memory = bounded(known, this.#now());
      await writeWhole(file, JSON.stringify(this.#memory));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // The change was made in memory; a second packet for it would be one too many.
      this.#problems.add("budget-not-kept");
    } finally {
      await unlock();
    }
  }

  #changeMemory(change: (known: Remembered) => void, problem?: "budget-not-kept"): void {
    if (problem !== undefined) this.#problems.add(problem);
    const known = bounded(this.#memory, this.#now());
    change(known);
    this.#memory = bounded(known, this.#now());
  }

  async #load(): Promise<Remembered> {
    if (this.#file === undefined) return bounded(this.#memory, this.#now());
    try {
      if ((await stat(this.#file)).size > FILE_OCTETS) throw new SyntaxError("longer than any budget");
      return bounded(readRemembered(await readFile(this.#file, "utf8")), this.#now());
    } catch (error) {
      if (isSystemError(error) && error.code === "ENOENT") return bounded(this.#memory, this.#now());
      if (!(error instanceof SyntaxError) && !isSystemError(error)) throw error;
      // What was sent before is not known any more: what this process has sent still is.
      this.#problems.add("budget-unreadable");
      return bounded(this.#memory, this.#now());
    }
  }
}

const isInterface = (key: string): boolean => key.startsWith("interface ");

const nothing = (): Remembered => ({ packets: {}, octets: {}, leaveAloneUntil: {}, visitingUntil: {} });

/** @throws SyntaxError when it is not what {@link Politeness} writes */
function readRemembered(text: string): Remembered {
  const read: unknown = JSON.parse(text);
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord(read) || !isRecord(read["packets"]) || !isRecord(read["leaveAloneUntil"]))
    throw new SyntaxError("no budget");
  const found = nothing();
  for (const [key, times] of Object.entries(read["packets"])) {
    if (!Array.isArray(times)) throw new SyntaxError("no times");
    found.packets[key] = times.filter((at) => typeof at === "number");
  }
  for (const [address, day] of Object.entries(read["octets"] ?? {}))
    if (isRecord(day) && typeof day["since"] === "number" && typeof day["octets"] === "number")
      found.octets[address] = { since: day["since"], octets: day["octets"] };
  for (const name of ["leaveAloneUntil", "visitingUntil"] as const)
    for (const [key, until] of Object.entries(read[name] ?? {}))
      if (typeof until === "number") found[name][key] = until;
  return found;
}

/**
 * Without what is over; the newest stay when there is too much, those of interfaces before those of hosts, for anybody can answer in the
 * name of thousands of hosts. A clock that is set back makes the past seem to lie ahead: what was sent counts as sent just now, and nobody is
 * left alone for longer than it was meant.
 */
function bounded({ packets, octets, leaveAloneUntil, visitingUntil }: Remembered, now: number): Remembered {
  const recent = Object.entries(packets)
    .map(
      ([key, times]) =>
        [
          key,
          times
            .map((at) => Math.min(at, now))
            .filter((at) => at > now - WINDOW)
            .slice(-BUDGET.hostPackets),
        ] as const,
    )
    .filter(([, times]) => times.length > 0)
    .toSorted(
      ([a, atA], [b, atB]) => Number(isInterface(b)) - Number(isInterface(a)) || (atB.at(-1) ?? 0) - (atA.at(-1) ?? 0),
    )
    .slice(0, KEYS);
  const running = (ends: Record<string, number>, longest: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(ends)
        .filter(([, until]) => until > now)
        .map(([key, until]) => [key, Math.min(until, now + longest)] as const)
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, KEYS),
    );
  const days = Object.entries(octets)
    .map(([address, day]) => [address, { since: Math.min(day.since, now), octets: day.octets }] as const)
    .filter(([, day]) => day.since > now - DAY)
    .toSorted(([, a], [, b]) => b.since - a.since)
    .slice(0, KEYS);
  return {
    packets: Object.fromEntries(recent),
    octets: Object.fromEntries(days),
    leaveAloneUntil: running(leaveAloneUntil, BUDGET.lockedOutHours * 3_600_000),
    visitingUntil: running(visitingUntil, VISIT_MILLISECONDS),
  };
}
