import type { SensorRefusalCode } from "@probewarden/contract";

/**
 * What one sensor may make the collector keep, with the reason of each figure. All of them lie above what an honest sensor does at its
 * worst, and bound what a login can do in the wrong hands. What is over is not acknowledged: what comes too fast waits at the sensor, and
 * comes again; a finding or a camera for which there is no room is set aside there with its reason, so that nothing waits behind it.
 */

/** A steady rate, and what may come on top of it in one piece: the backlog of an outage. */
export interface Rate {
  /** In each minute. */
  perMinute: number;
  /** In each day, used when the minute's are used up. */
  extraPerDay: number;
}

export interface SensorLimits {
  /** Octets of payload, before anything is read. A minute of a loud mall is 100 kB; 240 findings of 16 kB with all their frames are 4 MB. */
  octets: Rate;
  /** Messages. A sensor under attack makes 240 reports in a minute and a dozen batches; an outage of a week leaves some ten thousand batches. */
  messages: Rate;
  /** Rows of levels and counts, 30 octets each on the disk. A sensor reports some 400 transmitters and 40 channels a minute. */
  rows: Rate;
  /** Findings that are open: 512 subjects, each of three suspicions, which is all that a sensor's register holds. */
  openFindings: number;
  /** Findings that are kept, ended ones too, until retention takes them: at most some 5 kB each. */
  findings: number;
  /** Cameras of which it says something, others' too. A sensor asks at most a few hundred addresses. */
  cameras: number;
  /** Days that a row may lie back: no sensor keeps more, and no history of years can be made up. */
  rowDays: number;
}

export const SENSOR_LIMITS: SensorLimits = {
  octets: { perMinute: 8 * 1024 * 1024, extraPerDay: 512 * 1024 * 1024 },
  messages: { perMinute: 2_400, extraPerDay: 200_000 },
  rows: { perMinute: 2_400, extraPerDay: 2_000_000 },
  openFindings: 1_536,
  findings: 20_000,
  cameras: 1_024,
  rowDays: 90,
};

/** Hears what is refused to a sensor. */
export type Refused = (sensorId: string, reason: SensorRefusalCode, times?: number) => void;
