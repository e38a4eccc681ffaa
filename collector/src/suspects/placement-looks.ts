import type { ChannelLooks, SensorLooks } from "@probewarden/place";
import type { MinuteLook } from "./join-looks.ts";
import type { PresentLevel } from "./suspect-levels.ts";

/** Minutes that a place is told from: what is older may be from before the box was moved. */
export const LOOK_MINUTES = 12;
/** Below this level (dBm) a sensor hears nothing, unless it reported lower ones: what a USB adapter still reads most frames at. */
const SENSITIVITY_DBM = -92;
/** Channel of a level that only a finding names, before the sensor's first minute is complete. */
const UNKNOWN_CHANNEL_MHZ = 2437;

/**
 * What a venue's sensors have to say of one suspect, as `place` takes it: a level or silence for each minute in which a sensor listened. Levels
 * that only findings name stand for one frame of the latest minute.
 */
export function channelLooks(
  minutes: readonly MinuteLook[],
  present: readonly PresentLevel[],
  now: number,
): ChannelLooks[] {
  const last = Math.floor(now / 60_000);
  const channels = new Map<number, Map<string, Look>>();
  const lookOf = (channelMhz: number, sensorId: string): Look => {
    const sensors = channels.get(channelMhz) ?? new Map<string, Look>();
    channels.set(channelMhz, sensors);
    const known = sensors.get(sensorId) ?? emptyLook(sensorId);
    sensors.set(sensorId, known);
    return known;
  };
  const heard = new Set<string>();
  for (const { sensorId, channelMhz, minuteMs, seconds, frames, medianDbm } of minutes) {
    const at = LOOK_MINUTES - 1 - (last - Math.floor(minuteMs / 60_000));
    if (at < 0 || at >= LOOK_MINUTES) continue;
    const look = lookOf(channelMhz, sensorId);
    look.listening[at] = Math.min(1, seconds / 60);
    if (medianDbm === undefined) continue;
    look.levelsDbm[at] = medianDbm;
    look.frames[at] = frames;
    look.sensitivityDbm = Math.min(look.sensitivityDbm, medianDbm);
    heard.add(sensorId);
  }
  const [channelMhz = UNKNOWN_CHANNEL_MHZ] = channels.keys();
  for (const { sensorId, levelDbm } of present) {
    if (heard.has(sensorId)) continue;
    const look = lookOf(channelMhz, sensorId);
    look.levelsDbm[LOOK_MINUTES - 1] = levelDbm;
    look.frames[LOOK_MINUTES - 1] = 1;
  }
  return [...channels].map(([mhz, sensors]) => ({ channelMhz: mhz, sensors: [...sensors.values()] }));
}

interface Look extends SensorLooks {
  levelsDbm: (number | null)[];
  frames: number[];
  listening: number[];
}

const emptyLook = (sensorId: string): Look => ({
  sensorId,
  levelsDbm: Array<number | null>(LOOK_MINUTES).fill(null),
  frames: Array<number>(LOOK_MINUTES).fill(0),
  listening: Array<number>(LOOK_MINUTES).fill(0),
  sensitivityDbm: SENSITIVITY_DBM,
});
