/*
 * The numbers of the model, each with where it comes from. "Simulated": 2,855 transmitters on 725 made floors; "measured": five real floors
 * in four buildings (docs/localisation.md). None is tuned on a venue that anybody runs.
 */

/** The two kinds of band that differ in how a wall and the air treat them. 6 GHz goes with 5 GHz: nobody measured it. */
export type BandClass = "2.4GHz" | "5GHz" | "6GHz";

/** Which band a channel's centre frequency (MHz) belongs to. */
export const bandClassOf = (channelMhz: number): BandClass =>
  channelMhz < 4_000 ? "2.4GHz" : channelMhz < 5_925 ? "5GHz" : "6GHz";

/** Sensors hang this much above what they hear, in metres: without it the cell under a sensor is a spike. */
export const HEIGHT_DIFFERENCE_METRES = 2;
/** Most that walls take, in dB: beyond, the signal finds another way round them. */
export const MOST_WALL_LOSS_DB = 30;
/** Times the loss in dB that a wall takes at 5 GHz, against the 2.4 GHz for which it was drawn. */
export const WALL_FACTOR_5GHZ = 1.4;

/** Level at one metre, in dBm: an access point of 10 to 20 dBm into a sensor's antenna; 7 dB less at twice the frequency (free space). */
export const ONE_METRE_DBM: Readonly<Record<BandClass, number>> = { "2.4GHz": -32.5, "5GHz": -39.5, "6GHz": -39.5 };
export const ONE_METRE_SPREAD_DB = 8;
/** Share of a wall's drawn loss that is believed, and its spread: losses were drawn up to 40 % wrong, and doors stand open (simulated). */
export const WALL_FACTOR = { mean: 0.8, spread: 0.3 };
/** What the slab to the next storey takes, in dB; more storeys take it times their number to this power (simulated with slabs of 8 to 24 dB). */
export const SLAB_DB = { mean: 16, spread: 5, power: 0.87 };
/** From one storey's sensors to the next, in metres, where nobody says. */
export const STOREY_METRES = 4;
/** What a single wall's loss is off, as a share of it, when the floor's factor is right. */
export const WALL_ERROR_SHARE = 0.2;
/** Variance of a sensor's own offset (antenna, cable, mounting) in dB², when nobody calibrated it. */
export const OFFSET_VARIANCE = 5;
/** What moves from minute to minute (people, doors): spread in dB, its correlation from one minute to the next, and what never averages out, in dB². */
export const MOVING = { spreadDb: 1.8, correlation: 0.7, floorVariance: 0.5 };
/** Spread of single frames about their minute's median, in dB. */
export const FRAME_SPREAD_DB = 4;
/** A level this close to the sensitivity (dB) is one of those that could be heard, and the others would have been weaker. */
export const NEAR_SENSITIVITY_DB = 6;
/** Weight of a cell outside the drawn outline: a box may stand in the street, rarely. */
export const OUTSIDE_OUTLINE = 0.02;
/**
 * Correlation of the shadows that two bands of one radio see. Two bands at full weight held 47 % instead of 55 % where radios had two;
 * at a weight of 0.65 = 1 / (1 + 0.54) they hold 63 / 97 % (simulated).
 */
export const BAND_CORRELATION = 0.54;

/** How far the model is believed on one kind of floor. */
export interface Belief {
  /** Path-loss exponent and its spread. */
  exponent: number;
  exponentSpread: number;
  /** Spreads of the shadow (dB) that are thought possible, and how much each is. */
  spreadsDb: readonly number[];
  spreadWeights: readonly number[];
  /** Chance that a sensor which says that it listened was deaf all the same. */
  deaf: number;
  /** Power to which the likelihood is taken: what stands still is less than as many facts as there are levels. */
  temper: number;
}

/** Walls are drawn: set by simulation. */
export const WALLS_DRAWN: Belief = {
  exponent: 2.8,
  exponentSpread: 0.45,
  spreadsDb: [3, 5, 8],
  spreadWeights: [0.25, 0.42, 0.33],
  deaf: 0.08,
  temper: 0.9,
};

/** No walls are drawn: set by measured floors, on which the numbers above hold 60 % in what they call 95 %. */
export const BARE: Belief = {
  exponent: 3.3,
  exponentSpread: 0.6,
  spreadsDb: [4, 7, 11],
  spreadWeights: [0.35, 0.4, 0.25],
  deaf: 0.2,
  temper: 0.8,
};
