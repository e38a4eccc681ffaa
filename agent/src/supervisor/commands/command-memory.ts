import type { HealthProblem } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { KeptState } from "../kept-state.ts";

const FILE = "commands.json";
/** Commands that are remembered; the collector gives a sensor fewer in an hour, after which none holds any more. */
export const MOST_REMEMBERED = 256;
const MOST_BYTES = 64 * 1_024;

const closed = { additionalProperties: false };
const Id = Type.String({ maxLength: 48 });
const Remembered = Type.Object(
  {
    done: Type.Array(Type.Object({ id: Id, expiresAt: Type.Number() }, closed), { maxItems: MOST_REMEMBERED }),
    /** Whatever expires no later is refused, remembered or not. */
    floor: Type.Number(),
    /** What was begun and not answered: a restart of this process answers it. */
    begun: Type.Optional(Type.Object({ id: Id, name: Id, part: Type.Optional(Id) }, closed)),
  },
  closed,
);
type Remembered = Static<typeof Remembered>;
const remembered = Compile(Remembered);

/** What was begun when this process ended. */
export type Begun = NonNullable<Remembered["begun"]>;

/**
 * Which commands were taken, on the sensor's disk: none is done twice, whoever sends it again, and over any restart. It is bounded: where one
 * is let go, whatever expires no later than that one is refused from then on, so that forgetting never lets a command in again.
 */
export class CommandMemory {
  readonly #kept: KeptState<Remembered>;
  /** What was remembered cannot be read. */
  #lost = false;

  constructor(folder: string) {
    this.#kept = new KeptState({
      folder,
      file: FILE,
      mostBytes: MOST_BYTES,
      first: { done: [], floor: 0 },
      check: (json): json is Remembered => remembered.Check(json),
      words: (cause) => `which commands were done is not on the sensor's disk (${cause}); none is done until it is`,
    });
  }

  get problem(): HealthProblem | undefined {
    return this.#kept.problem;
  }

  /** What was begun and not answered. */
  get begun(): Begun | undefined {
    return this.#kept.now.begun;
  }

  /** A file that cannot be understood is set aside. */
  load(): void {
    this.#lost = this.#kept.load() === "lost";
  }

  /** Where nobody knows what was done, nothing is that may have been given before: `until`, by the collector's clock. */
  settle(until: number): void {
    if (this.#lost) this.#kept.hold({ ...this.#kept.now, floor: until });
    this.#lost = false;
  }

  knows(id: string): boolean {
    return this.#kept.now.done.some((each) => each.id === id);
  }

  /** Whether it may have been forgotten. */
  isForgotten(expiresAt: number): boolean {
    return expiresAt <= this.#kept.now.floor;
  }

  /** Remembers a command before anything is done. False: the disk does not take it, and then it must not be done. */
  begin(id: string, name: string, expiresAt: number, part?: string): boolean {
    const all = [...this.#kept.now.done, { id, expiresAt }].toSorted((one, other) => one.expiresAt - other.expiresAt);
    const gone = all.splice(0, Math.max(0, all.length - MOST_REMEMBERED));
    const floor = Math.max(this.#kept.now.floor, ...gone.map((each) => each.expiresAt));
    return this.#kept.write({ done: all, floor, begun: { id, name, ...(part === undefined ? {} : { part }) } });
  }

  /** It was answered. */
  end(): void {
    const { done, floor } = this.#kept.now;
    this.#kept.write({ done, floor });
  }
}
