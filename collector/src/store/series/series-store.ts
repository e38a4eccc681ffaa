import type { CensusMinute, LevelSeries, SignalRow } from "@probewarden/contract";

/** A row of levels with who heard it. */
export interface StoredSignalRow extends SignalRow {
  venueId: string;
  sensorId: string;
}

/** Rows of several messages that are to be written together: one commit for all of them. */
export interface SeriesBatch {
  signal: { venueId: string; sensorId: string; rows: readonly SignalRow[] }[];
  census: { venueId: string; sensorId: string; minutes: readonly CensusMinute[] }[];
}

/** Step of a read: raw minutes, or a roll-up. */
export type SeriesStep = "1m" | "5m" | "1h";

/** The latest minute of one transmitter at one sensor. */
export interface LatestLevel {
  sensorId: string;
  transmitter: string;
  minuteMs: number;
  medianDbm: number;
  frames: number;
}

/** Frames that a sensor heard of transmitters taken together, in a minute on a channel. */
export interface HeardMinute {
  sensorId: string;
  channelMhz: number;
  minuteMs: number;
  frames: number;
  /** Mean of the medians in dBm, weighted by frames. */
  medianDbm: number;
}

/** Seconds for which a sensor listened on a channel in a minute, and proved it by hearing anybody. */
export interface ListenedMinute {
  sensorId: string;
  channelMhz: number;
  minuteMs: number;
  seconds: number;
}

/** What a sensor heard of phones in a step; of a minute nothing is known beyond what `probingOfMinute` lets through. */
export interface ProbingStep {
  sensorId: string;
  atMs: number;
  /** Minutes of the step in which it listened, more than none. */
  minutes: number;
  /** Probe requests of these minutes, and distinct devices on the channel with the most, added up; absent: rolled up by a version that did not count them. */
  load?: { requests: number; devices: number };
}

/** When transmitters were heard, and when that could have been noticed; steps by their beginning, epoch milliseconds, in order. */
export interface PresenceSteps {
  stepMs: number;
  /** The sensors that heard them in the most hours; what the others did says nothing of it. */
  sensorIds: string[];
  /** Steps in which one of these sensors heard one of the transmitters. */
  heard: number[];
  /** Steps in which one of these sensors listened. */
  listened: number[];
}

/** What a sensor did on a channel in a span: where it listened and heard nothing, `frames` is 0. */
export interface ChannelListening {
  sensorId: string;
  channelMhz: number;
  seconds: number;
  frames: number;
}

/** The hour in which a transmitter was first heard in a venue, of those that are kept. */
export interface FirstHour {
  transmitter: string;
  hourMs: number;
}

/** What can be asked of the series. Spans begin with `fromMs` and end before `toMs`. */
export interface SeriesReads {
  /** Levels of transmitters taken together, per sensor; the step is chosen so that no series has more than `maxPoints` points. */
  levels(
    venueId: string,
    transmitters: readonly string[],
    fromMs: number,
    toMs: number,
    maxPoints: number,
  ): Promise<LevelSeries[]>;
  /** The latest level of each transmitter at each sensor in a span of minutes. */
  latestLevels(venueId: string, transmitters: readonly string[], fromMs: number, toMs: number): Promise<LatestLevel[]>;
  /** Every minute of a span in which a sensor of the venue heard one of the transmitters, wherever in the venue. */
  heardMinutes(venueId: string, transmitters: readonly string[], fromMs: number, toMs: number): Promise<HeardMinute[]>;
  /** Every minute of a span in which one of these sensors listened: with `heardMinutes`, levels and silence. */
  listenedMinutes(
    venueId: string,
    sensorIds: readonly string[],
    fromMs: number,
    toMs: number,
  ): Promise<ListenedMinute[]>;
  /** Latest row per transmitter with role venue or resident at a sensor in a span, loudest first. */
  residents(venueId: string, sensorId: string, fromMs: number, toMs: number, limit: number): Promise<StoredSignalRow[]>;
  /** Seconds listened per sensor and step in a span, to tell silence from not listening. */
  listened(
    venueId: string,
    sensorId: string,
    fromMs: number,
    toMs: number,
  ): Promise<{ atMs: number; seconds: number }[]>;
  /** Seconds listened and frames heard per channel of these sensors in a span: a silent channel is told from one that nobody listened to. */
  channels(venueId: string, sensorIds: readonly string[], fromMs: number, toMs: number): Promise<ChannelListening[]>;
  /** Since when transmitters are heard in a venue, wherever in it; those never heard are left out. */
  firstHours(venueId: string, transmitters: readonly string[]): Promise<FirstHour[]>;
  /** Probing load of sensors in steps that begin at whole multiples of themselves; out of roll-ups from five minutes on. Where nobody listened there is no step. */
  probing(
    venueId: string,
    sensorIds: readonly string[],
    fromMs: number,
    toMs: number,
    stepMs: number,
  ): Promise<ProbingStep[]>;
  /** Steps of five minutes in which transmitters were heard, out of roll-ups, and those in which somebody listened. Begins with the hour that holds `fromMs`. */
  presence(venueId: string, transmitters: readonly string[], fromMs: number, toMs: number): Promise<PresenceSteps>;
}

/**
 * Series of signal and census. Two implementations answer the same contract test: SQLite with roll-ups (embedded) and InfluxDB through
 * npm `influx`. Writes are idempotent: the same row twice is one row.
 */
export interface SeriesStore extends SeriesReads {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Writes all rows of a batch at once. Durable when it resolves. Rejects with SeriesStoreError; nothing of the batch may then be taken as stored. */
  write(batch: SeriesBatch): Promise<void>;
  /** Erases every level of transmitters at all sensors of a venue, roll-ups and addresses included. What it left undone when it rejects is done by asking again. */
  erase(venueId: string, transmitters: readonly string[]): Promise<void>;
  /** Erases everything of a venue: levels, counts, and addresses that no other venue has. What it left undone when it rejects is done by asking again. */
  forgetVenue(venueId: string): Promise<void>;
  /** Forgets what is older, and what a wrong clock put more than a day ahead. Returns how many rows went. */
  retain(now: number, keep: { rawHours: number; fiveMinuteDays: number; hourDays: number }): Promise<number>;
}
