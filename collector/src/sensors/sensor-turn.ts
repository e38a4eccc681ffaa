import type { Sensor } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** Sensors of one statement: databases bound the parameters of one. */
const AT_ONCE = 500;

/** States in the order in which a person should see them. */
const TURN = { deaf: 0, offline: 1, "never-seen": 2, hearing: 5, stopped: 4 } as const;
/** It hears, and something about it is in doubt. */
const IN_DOUBT = 3;

/** When it is a sensor's turn in a list, 0 first: what needs a person before what a person stopped, and that before what is well. */
export const turnOf = ({ state, reasons }: Pick<Sensor, "state" | "reasons">): number =>
  state === "hearing" && reasons.length > 0 ? IN_DOUBT : TURN[state];

/** The turns that sensors in a state may have. */
export const turnsOf = (state: Sensor["state"]): number[] =>
  state === "hearing" ? [IN_DOUBT, TURN.hearing] : [TURN[state]];

/** Whether a turn is that of a sensor that hears, with nothing in doubt. */
export const isWellTurn = (turn: number): boolean => turn === TURN.hearing;

/** One look at all sensors. */
interface Look {
  at: number;
  /** Nobody looked just before it: since when things are as they are is not known from then. */
  isFirst: boolean;
}

/**
 * Writes down each sensor's turn where it is another one than before, and since when. It follows from the clock too, so nothing that arrives
 * could tell; whoever leads looks every ten seconds, and so far may the order of a list be behind. In its venue's turn: a batch writes rows of
 * several sensors in an order of its own, and each of the two would wait for the other (PostgreSQL breaks one off).
 */
export async function settleTurns(state: StateStore, sensors: readonly Sensor[], { at, isFirst }: Look): Promise<void> {
  const known = new Map(
    (await state.db.selectFrom("sensors").select(["sensor_id", "turn"]).execute()).map((row) => [
      row.sensor_id,
      row.turn,
    ]),
  );
  const venues = new Map<string, Map<number, string[]>>();
  for (const sensor of sensors) {
    const turn = turnOf(sensor);
    if (!isFirst && known.get(sensor.sensorId) === turn) continue;
    const moved = venues.get(sensor.venueId) ?? new Map<number, string[]>();
    venues.set(sensor.venueId, moved.set(turn, [...(moved.get(turn) ?? []), sensor.sensorId]));
  }
  for (const [venueId, moved] of venues)
    await state.inVenue(venueId, async (trx) => {
      for (const [turn, ids] of moved)
        for (let from = 0; from < ids.length; from += AT_ONCE)
          await trx
            .updateTable("sensors")
            .set({ turn, turn_at: at })
            .where("sensor_id", "in", ids.slice(from, from + AT_ONCE))
            .execute();
    });
}
