import type { Band, NewcomerMarkRecord, Suspect } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";
import { need } from "../suspects/suspect-order.ts";

/** Addresses of one question. */
const AT_ONCE = 500;

/** Of a suspect what its row says. */
export type SuspectMark = Pick<Suspect, "suspectId" | "suspicion" | "band" | "firstHeardAt" | "lastHeardAt">;

/** Of what came and stayed what its row says. */
export interface NewcomerMark {
  newcomerId: string;
  name?: string;
  channelMhz: number;
  firstHeardAt: string;
  mark?: NewcomerMarkRecord["mark"];
}

/** What stands against addresses: who is told by none of them is marked by none. */
export interface Marks {
  suspects: Map<string, SuspectMark>;
  newcomers: Map<string, NewcomerMark>;
}

/**
 * Asks by address who is suspected and who came later, so that no bound of a list hides a mark. A suspect is one until it has ended: one that is
 * silent, or that nobody can hear at present, may be somebody who has switched off his box. Of two with one address the one that needs a person
 * first.
 */
export async function marksOf({ db }: StateReader, venueId: string, addresses: readonly string[]): Promise<Marks> {
  const marks: Marks = { suspects: new Map(), newcomers: new Map() };
  for (let from = 0; from < addresses.length; from += AT_ONCE) {
    const asked = addresses.slice(from, from + AT_ONCE);
    const accused = await db
      .selectFrom("suspects")
      .innerJoin("suspect_transmitters as t", "t.suspect_id", "suspects.suspect_id")
      .select(["t.transmitter", "suspects.suspect_id", "suspects.suspicion", "suspects.band"])
      .select(["suspects.first_heard_at", "suspects.last_heard_at"])
      .where("t.venue_id", "=", venueId)
      .where("t.transmitter", "in", asked)
      .where("suspects.state", "!=", "ended")
      .orderBy(need(), "desc")
      .orderBy("suspects.last_heard_at", "desc")
      .orderBy("suspects.suspect_id", "desc")
      .execute();
    for (const row of accused)
      if (!marks.suspects.has(row.transmitter))
        marks.suspects.set(row.transmitter, {
          suspectId: row.suspect_id,
          suspicion: row.suspicion as Suspect["suspicion"],
          band: row.band as Band,
          firstHeardAt: instant(row.first_heard_at),
          lastHeardAt: instant(row.last_heard_at),
        });
    const came = await db
      .selectFrom("newcomers")
      .select(["transmitter", "newcomer_id", "name", "channel_mhz", "first_heard_at", "mark"])
      .where("venue_id", "=", venueId)
      .where("transmitter", "in", asked)
      .execute();
    for (const row of came)
      marks.newcomers.set(row.transmitter, {
        newcomerId: row.newcomer_id,
        ...(row.name === null ? {} : { name: row.name }),
        channelMhz: row.channel_mhz,
        firstHeardAt: instant(row.first_heard_at),
        ...(row.mark === null ? {} : { mark: (JSON.parse(row.mark) as NewcomerMarkRecord).mark }),
      });
  }
  return marks;
}

const instant = (at: number | string | bigint): string => new Date(Number(at)).toISOString();
