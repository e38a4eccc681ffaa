import type { HeardMinute, ListenedMinute } from "../store/series/series-store.ts";

/** What a sensor has to say of transmitters taken together, of one minute on one channel. */
export interface MinuteLook extends ListenedMinute {
  /** Of these transmitters. 0: it heard none of them. */
  frames: number;
  /** Mean of the medians in dBm, weighted by frames; absent when it heard none. */
  medianDbm?: number;
}

/** Levels and silence together, of the channels on which anything was heard: on another one silence says nothing. In an order of its own. */
export function joinLooks(heard: readonly HeardMinute[], listened: readonly ListenedMinute[]): MinuteLook[] {
  const channels = new Set(heard.map(({ channelMhz }) => channelMhz));
  const keyOf = ({ sensorId, channelMhz, minuteMs }: ListenedMinute | HeardMinute): string =>
    `${sensorId} ${channelMhz} ${minuteMs}`;
  const looks = new Map<string, MinuteLook>();
  for (const minute of listened)
    if (channels.has(minute.channelMhz)) looks.set(keyOf(minute), { ...minute, frames: 0 });
  for (const minute of heard) {
    const key = keyOf(minute);
    looks.set(key, { seconds: 0, ...looks.get(key), ...minute });
  }
  return [...looks].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, look]) => look);
}
