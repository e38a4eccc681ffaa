import { bandClassOf, FRAME_SPREAD_DB, MOVING, NEAR_SENSITIVITY_DB, type BandClass } from "./figures.ts";
import { checkedNumber, PlaceInputError } from "./input-error.ts";
import { normalQuantile } from "./normal.ts";

/** What one sensor has to say of one transmitter on one channel. Arrays have one entry a minute, the same minutes for all, oldest first. */
export interface SensorLooks {
  sensorId: string;
  /** Median of the minute's frames, in dBm; null: none was heard. */
  levelsDbm: readonly (number | null)[];
  /** How many frames that median is of. */
  frames: readonly number[];
  /** Share of the minute for which the sensor listened on this channel, 0 to 1. 0: it says nothing about that minute. */
  listening: readonly number[];
  /** Below this level (dBm) the sensor hears nothing, roughly. */
  sensitivityDbm: number;
}

/** What all sensors have to say on one channel. */
export interface ChannelLooks {
  channelMhz: number;
  sensors: readonly SensorLooks[];
}

/** A level that was heard: what the whole time says, as one number. */
export interface Heard {
  /** Index into the survey's sensors. */
  sensor: number;
  levelDbm: number;
  /** Variance in dB² of what moves and of what was left to chance, without shadow and offset. */
  variance: number;
}

/** A sensor that listened and heard nothing. */
export interface Silent {
  sensor: number;
  /** Chance that the transmitter sent at all while the sensor listened. */
  chance: number;
  /** Mean level (dBm) above which one of the frames would have been heard. */
  thresholdDbm: number;
}

/** All that is known of one radio in one band. */
export interface Evidence {
  band: BandClass;
  heard: readonly Heard[];
  silent: readonly Silent[];
}

/** Levels that a receiver can have measured, in dBm: others are none. */
const LEVELS_DBM = { lowest: -130, highest: 10 };
/** Most frames of one transmitter that a minute holds: ten a second are a beacon's, a hundred a flood's. Who says more is not believed. */
const MOST_FRAMES_A_MINUTE = 6_000;
/** Least share of a minute that a sensor listened in which it heard something: a dwell of 100 ms. */
const SHORTEST_SHARE = 0.1 / 60;
/** Most minutes that are looked at: an hour. */
export const MOST_MINUTES = 60;

/** A sensor's minutes on the channels of one band, put together. */
interface Tally {
  minutes: number;
  levelSum: number;
  frames: number;
  /** Frames that it would have heard, had all reached it. */
  expected: number;
  sensitivityDbm: number;
}

/** Sums up what was heard, band by band: the same order for the same input. Sensors that are not in `sensors` are left out. */
export function evidenceOf(channels: readonly ChannelLooks[], sensors: ReadonlyMap<string, number>): Evidence[] {
  const bands = new Map<BandClass, ChannelLooks[]>();
  for (const channel of channels.toSorted((a, b) => a.channelMhz - b.channelMhz)) {
    const band = bandClassOf(checkedNumber("a channel", channel.channelMhz, 900, 8_000));
    bands.set(band, [...(bands.get(band) ?? []), channel]);
  }
  return [...bands].map(([band, of]) => evidenceInBand(band, of, sensors));
}

function evidenceInBand(
  band: BandClass,
  channels: readonly ChannelLooks[],
  sensors: ReadonlyMap<string, number>,
): Evidence {
  const tallies = new Map<number, Tally>();
  const levels = new Map<number, Map<number, { sum: number; frames: number }>>();
  for (const channel of channels) addChannel(channel, sensors, tallies, levels);
  const heard: Heard[] = [];
  const silent: Silent[] = [];
  for (const [sensor, tally] of [...tallies].toSorted(([a], [b]) => a - b)) {
    for (const { sum, frames } of levels.get(sensor)?.values() ?? []) {
      tally.minutes++;
      tally.levelSum += sum / frames;
      tally.frames += frames;
    }
    if (tally.minutes > 0) heard.push(heardOf(sensor, tally));
    else if (tally.expected > 0) silent.push(silentOf(sensor, tally));
  }
  return { band, heard, silent };
}

function addChannel(
  { channelMhz, sensors: looks }: ChannelLooks,
  sensors: ReadonlyMap<string, number>,
  tallies: Map<number, Tally>,
  levels: Map<number, Map<number, { sum: number; frames: number }>>,
): void {
  const known = looks.flatMap((each) => {
    const sensor = sensors.get(each.sensorId);
    return sensor === undefined ? [] : [{ sensor, each, minutes: minutesOf(channelMhz, each) }];
  });
  // Who hears it best tells how often it sends: the others hear a part of that.
  const rate = known.reduce((most, { minutes }) => {
    const frames = minutes.reduce((sum, minute) => sum + minute.frames, 0);
    const listened = minutes.reduce((sum, minute) => sum + minute.share, 0);
    return frames > 0 ? Math.max(most, Math.min(MOST_FRAMES_A_MINUTE, frames / listened)) : most;
  }, 0);
  for (const { sensor, each, minutes } of known) {
    const tally = tallies.get(sensor) ?? {
      minutes: 0,
      levelSum: 0,
      frames: 0,
      expected: 0,
      sensitivityDbm: checkedNumber(`the sensitivity of sensor ${each.sensorId}`, each.sensitivityDbm, -130, 0),
    };
    const heard = levels.get(sensor) ?? new Map<number, { sum: number; frames: number }>();
    for (const [index, { share, frames, levelDbm }] of minutes.entries()) {
      tally.expected += rate * share;
      if (levelDbm === null) continue;
      const minute = heard.get(index) ?? { sum: 0, frames: 0 };
      heard.set(index, { sum: minute.sum + levelDbm * frames, frames: minute.frames + frames });
    }
    tallies.set(sensor, tally);
    levels.set(sensor, heard);
  }
}

/** The minutes of one sensor, without what cannot be. */
function minutesOf(
  channelMhz: number,
  { sensorId, levelsDbm, frames, listening }: SensorLooks,
): { share: number; frames: number; levelDbm: number | null }[] {
  const count = Math.max(levelsDbm.length, listening.length);
  if (count > MOST_MINUTES)
    throw new PlaceInputError(
      `sensor ${sensorId} tells of ${count} minutes on ${channelMhz} MHz (at most ${MOST_MINUTES})`,
    );
  return Array.from({ length: count }, (_, index) => {
    const level = levelsDbm[index] ?? null;
    const isLevel =
      level !== null && Number.isFinite(level) && level >= LEVELS_DBM.lowest && level <= LEVELS_DBM.highest;
    const share = bounded(listening[index], 0, 1);
    return isLevel
      ? {
          share: Math.max(share, SHORTEST_SHARE),
          frames: bounded(frames[index], 1, MOST_FRAMES_A_MINUTE),
          levelDbm: level,
        }
      : { share, frames: 0, levelDbm: null };
  });
}

const bounded = (value: number | undefined, lowest: number, highest: number): number =>
  value === undefined || Number.isNaN(value) ? lowest : Math.min(highest, Math.max(lowest, value));

/** Ten minutes are 1.8 looks at what moves, and never more than one at shadow and offset. */
function heardOf(sensor: number, { minutes, levelSum, frames, expected, sensitivityDbm }: Tally): Heard {
  const mean = levelSum / minutes;
  const looks = Math.max(1, (minutes * (1 - MOVING.correlation)) / (1 + MOVING.correlation));
  const variance = MOVING.spreadDb ** 2 / looks + MOVING.floorVariance;
  if (mean > sensitivityDbm + NEAR_SENSITIVITY_DB) return { sensor, levelDbm: mean, variance };
  // Only the stronger part of the frames was heard: their median is too high, and how few they were tells by how much.
  const share = Math.min(0.999, Math.max(0.001, frames / Math.max(frames, expected)));
  const byShare = (mean + sensitivityDbm + FRAME_SPREAD_DB * normalQuantile(share)) / 2;
  return { sensor, levelDbm: Math.min(mean, byShare), variance: variance + 4 };
}

/** Of many frames one is strong: the more were sent, the weaker a transmitter must be to stay unheard. */
function silentOf(sensor: number, { expected, sensitivityDbm }: Tally): Silent {
  const reach = -FRAME_SPREAD_DB * normalQuantile(Math.min(0.5, 0.69 / expected));
  return {
    sensor,
    chance: -Math.expm1(-expected),
    thresholdDbm: sensitivityDbm - Math.min(5, Math.max(0, reach)),
  };
}
