import type { BandClass } from "./figures.ts";

/** What the walk and the known access points taught of one floor in one band. */
export interface BandCalibration {
  exponent: number;
  exponentSpread: number;
  /** Share of a wall's drawn loss that it takes, and the spread of that. */
  wallFactor: number;
  wallFactorSpread: number;
  /** Offset of each sensor in dB and its variance, by the sensor's id. */
  offsets: ReadonlyMap<string, { offsetDb: number; variance: number }>;
  /** Spread of a level about the fit (dB), and how many residuals more than unknowns it is from. */
  spreadDb: number;
  freedom: number;
  /** Sensors that should have heard a point clearly, and how many of them did not. */
  expected: number;
  missed: number;
}

export type Calibration = ReadonlyMap<BandClass, BandCalibration>;

/** A band's calibration as it is kept and sent: the offsets as a list. */
export interface KeptBand extends Omit<BandCalibration, "offsets"> {
  band: BandClass;
  offsets: readonly { sensorId: string; offsetDb: number; variance: number }[];
}

/** A calibration as places are told with, of what was kept. */
export const calibrationOf = (bands: readonly KeptBand[]): Calibration =>
  new Map(
    bands.map(({ band, offsets, ...fit }) => [
      band,
      {
        ...fit,
        offsets: new Map(offsets.map(({ sensorId, offsetDb, variance }) => [sensorId, { offsetDb, variance }])),
      },
    ]),
  );
