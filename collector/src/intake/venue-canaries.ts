import { LIMITS, type SentCanary } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { readSetting, writeSetting } from "../store/state/settings.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Pieces of one sensor that are kept: one whose login was stolen takes no more than its share. */
const OF_ONE = 32;
/** What was collected is used again within weeks; after so long nobody is told of it any more. */
const KEPT_MS = 60 * 86_400_000;
/** A sensor's clock may be wrong by so much. */
const AHEAD_MS = 3_600_000;
/** So often a venue's list is told anew at most: a sensor tells its latest sixteen, so none is missed, and each list goes to every sensor. */
const RENEWED_MS = 300_000;

type Kept = SentCanary & { sensorId: string };

/** What one sensor tells. */
export interface ToldCanaries {
  sensorId: string;
  canaries: readonly SentCanary[];
}

/** The bait of each venue's sensors, which all of them are told: kept beyond the sensor that sent it, for an address that was collected is spoken to weeks later. */
export class VenueCanaries {
  readonly #db: Kysely<StateTables>;
  readonly #now: () => number;
  readonly #renewedAt = new Map<string, number>();

  constructor(db: Kysely<StateTables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** The venue's list, oldest first, with what its sensors tell now. */
  async of(venueId: string, told: readonly ToldCanaries[]): Promise<SentCanary[]> {
    const name = `canaries/${venueId}`;
    const text = await readSetting(this.#db, name);
    const kept = text === undefined ? [] : (JSON.parse(text) as Kept[]);
    const now = this.#now();
    const isDue = now - (this.#renewedAt.get(venueId) ?? -Infinity) >= RENEWED_MS;
    if (!isDue) return kept.map(withoutSensor);
    const next = merge(kept, told, now);
    if (JSON.stringify(next) !== (text ?? "[]")) {
      await writeSetting(this.#db, name, JSON.stringify(next));
      this.#renewedAt.set(venueId, now);
    }
    return next.map(withoutSensor);
  }
}

function merge(kept: readonly Kept[], told: readonly ToldCanaries[], now: number): Kept[] {
  const ofSensor = new Map<string, Map<string, Kept>>();
  const all = [...kept, ...told.flatMap(({ sensorId, canaries }) => canaries.map((it) => ({ ...it, sensorId })))];
  for (const piece of all.filter(({ askedAt }) => isTimely(Date.parse(askedAt), now))) {
    const its = ofSensor.get(piece.sensorId) ?? new Map<string, Kept>();
    ofSensor.set(piece.sensorId, its);
    its.set(piece.transmitter, piece);
  }
  const shares = [...ofSensor.values()].map((its) => [...its.values()].toSorted(byTime).slice(-OF_ONE));
  // From each its newest, in turn, until the list is full.
  const taken: Kept[] = [];
  for (let turn = 1; turn <= OF_ONE; turn++)
    for (const share of shares) {
      const piece = share.at(-turn);
      if (piece !== undefined && taken.length < LIMITS.canaries) taken.push(piece);
    }
  return taken.toSorted(byTime);
}

const isTimely = (at: number, now: number): boolean => at > now - KEPT_MS && at < now + AHEAD_MS;

const byTime = (one: Kept, other: Kept): number =>
  one.askedAt.localeCompare(other.askedAt) || one.transmitter.localeCompare(other.transmitter);

const withoutSensor = ({ transmitter, ssid, askedAt }: Kept): SentCanary => ({ transmitter, ssid, askedAt });
