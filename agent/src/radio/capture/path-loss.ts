/** A place on the floor plan, in metres. */
export interface Place {
  x: number;
  y: number;
}

/** Numbers of the log-distance model. */
export interface PathLoss {
  /** Level at one metre, in dBm. */
  powerAtOneMetreDbm: number;
  /** n: 2 in free space, 2.5 to 4 indoors. */
  pathLossExponent: number;
}

/** Standard deviation of the fading, in dB: slow movement of people in a hall. */
const FADING_DB = 2.5;

/** Nearest distance that the model is used for, in metres. */
const NEAREST_METRES = 0.5;

/** Seconds for which one fade lasts. */
const FADE_SECONDS = 0.5;

/** Level without fading, in dBm: P = P1m - 10 · n · log10(d), d in metres. */
export function meanLevelDbm(model: PathLoss, from: Place, to: Place): number {
  const metres = Math.max(NEAREST_METRES, Math.hypot(from.x - to.x, from.y - to.y));
  return model.powerAtOneMetreDbm - 10 * model.pathLossExponent * Math.log10(metres);
}

/** Fading in dB, the same whenever it is asked for the same transmitter and half second: near to normal, the sum of four uniform numbers. */
export function fadingDb(seed: number, atSeconds: number): number {
  const slot = Math.floor(atSeconds / FADE_SECONDS);
  let sum = 0;
  for (let part = 0; part < 4; part++) sum += hashToUnit(seed, slot * 4 + part);
  // Four uniform numbers have the variance 4/12.
  return ((sum - 2) / Math.sqrt(1 / 3)) * FADING_DB;
}

/** A place for a transmitter that the plan does not name: anywhere on the floor, always the same. */
export function hashedPlace(transmitter: number, floor: { widthMetres: number; heightMetres: number }): Place {
  return { x: hashToUnit(transmitter, 1) * floor.widthMetres, y: hashToUnit(transmitter, 2) * floor.heightMetres };
}

/** Mixes two whole numbers into one of [0, 1) (the finaliser of MurmurHash3, 32 bits). */
export function hashToUnit(a: number, b: number): number {
  let hash =
    (a % 0x1_0000_0000) ^ Math.imul(Math.floor(a / 0x1_0000_0000) + 1, 0x9e37_79b1) ^ Math.imul(b + 1, 0x85eb_ca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
