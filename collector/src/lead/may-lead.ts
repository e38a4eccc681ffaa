import type { Collector } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";

/** How old a collector's word on itself may be, in milliseconds; it gives one every few seconds. */
const FRESH_MS = 15_000;

/**
 * Whether a collector is fit to lead: it reaches the sensors, or nobody does. One that cannot hear the broker sends no watch list and knows of
 * no sensor that died, and must not keep another from it.
 */
export async function mayLead({ db }: StateStore, name: string, hearsBroker: boolean, now: number): Promise<boolean> {
  if (hearsBroker) return true;
  const others = await db
    .selectFrom("collectors")
    .select("body")
    .where("name", "!=", name)
    .where("at", ">", now - FRESH_MS)
    .execute();
  return !others.some(({ body }) => (JSON.parse(body) as Collector).hearsBroker);
}
