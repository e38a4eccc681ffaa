import { COMMAND_ARGUMENTS, type HealthProblem, type SensorSettings } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { writeSettingsInForce } from "../../main/settings-in-force.ts";
import { KeptState } from "../kept-state.ts";

const FILE = "settings.json";
const MOST_BYTES = 8_192;

const closed = { additionalProperties: false };
const Id = Type.String({ maxLength: 48 });
const Set = Type.Object({ id: Id, settings: COMMAND_ARGUMENTS.configure }, closed);
const Kept = Type.Object(
  {
    inForce: Type.Optional(Set),
    /** The last that was heard of, taken or refused: none that was issued earlier is taken after it. */
    latest: Type.Optional(Type.Object({ id: Id, issuedAt: Type.Number() }, closed)),
    /** It is tried: where this process ends meanwhile, what was in force is again. */
    trying: Type.Optional(Set),
  },
  closed,
);
type Kept = Static<typeof Kept>;
const kept = Compile(Kept);
type Set = Static<typeof Set>;

/**
 * How the collector has set this sensor, on its disk: what is in force, and what is tried. The radio process cannot read there; it finds what
 * holds for it in the runtime folder when it starts.
 */
export class StandingSettings {
  readonly #kept: KeptState<Kept>;
  readonly #runtimeDir: string;

  constructor(folder: string, runtimeDir: string) {
    this.#runtimeDir = runtimeDir;
    this.#kept = new KeptState<Kept>({
      folder,
      file: FILE,
      mostBytes: MOST_BYTES,
      first: {},
      check: (json): json is Kept => kept.Check(json),
      words: (cause) => `how the collector has set this sensor is not on its disk (${cause}); what was in force stays`,
    });
  }

  get problem(): HealthProblem | undefined {
    return this.#kept.problem;
  }

  /** The command that is in force; undefined: only the sensor's own file is. */
  get id(): string | undefined {
    return (this.#kept.now.trying ?? this.#kept.now.inForce)?.id;
  }

  get settings(): SensorSettings {
    return (this.#kept.now.trying ?? this.#kept.now.inForce)?.settings ?? {};
  }

  /** Reads what was in force. Returns what was being tried when this process ended, and is not in force. */
  load(): string | undefined {
    if (this.#kept.load() !== "read") return undefined;
    const { trying, ...rest } = this.#kept.now;
    this.#kept.hold(rest);
    if (trying !== undefined) this.#kept.write(rest);
    return trying?.id;
  }

  /** Tells the other parts what holds for them. Called when the runtime folder is there. */
  tellParts(): void {
    writeSettingsInForce(this.#runtimeDir, { id: this.id ?? "none", settings: this.settings });
  }

  /** Whether this is the last that was heard of, or older than that. */
  place(id: string, issuedAt: number): "same" | "older" | "new" {
    const { latest } = this.#kept.now;
    if (latest === undefined) return "new";
    if (latest.id === id) return "same";
    return issuedAt <= latest.issuedAt ? "older" : "new";
  }

  /** It was refused: what is in force stays. */
  refuse(id: string, issuedAt: number): boolean {
    return this.#kept.write({ ...this.#kept.now, latest: { id, issuedAt } });
  }

  /** From now on it is tried. False: the disk does not take it, and nothing has changed. */
  try(id: string, issuedAt: number, settings: SensorSettings): boolean {
    return this.#kept.write({ ...this.#kept.now, latest: { id, issuedAt }, trying: { id, settings } });
  }

  /** What is tried is in force. */
  hold(): boolean {
    const { trying, ...rest } = this.#kept.now;
    return trying === undefined || this.#kept.write({ ...rest, inForce: trying });
  }

  /** What is tried is not; what was before is. */
  giveUp(): void {
    const { trying: _, ...rest } = this.#kept.now;
    // Whatever the disk says: the next start reads it so.
    if (!this.#kept.write(rest)) this.#kept.hold(rest);
  }
}
