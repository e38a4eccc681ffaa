import type { ChannelRules, ChannelSettings } from "@probewarden/contract";
import type { Kysely, Selectable } from "kysely";
import type { StateTables } from "../../../store/state/tables.ts";
import { channelOf } from "../kinds/all-kinds.ts";

/** Channels that there may be. */
export const MOST_CHANNELS = 32;

export type ChannelRow = Selectable<StateTables["channels"]>;

/** A channel as it is worked with. */
export interface KnownChannel {
  channelId: string;
  name: string;
  to: string;
  /** Whether its latest attempt failed. */
  isFailing: boolean;
  settings: ChannelSettings;
  rules: ChannelRules;
}

export function knownChannel(row: ChannelRow): KnownChannel {
  const settings = JSON.parse(row.settings) as ChannelSettings;
  return {
    channelId: row.channel_id,
    name: row.name,
    to: channelOf(settings).to(settings),
    isFailing: row.failing_since !== null,
    settings,
    rules: JSON.parse(row.rules) as ChannelRules,
  };
}

/** Channels that tell somebody. */
export async function readEnabled(db: Kysely<StateTables>): Promise<KnownChannel[]> {
  const rows = await db
    .selectFrom("channels")
    .selectAll()
    .where("enabled", "=", 1)
    .orderBy("channel_id")
    .limit(MOST_CHANNELS)
    .execute();
  return rows.map(knownChannel);
}
