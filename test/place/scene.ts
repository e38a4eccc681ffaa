/** Centre frequency of a channel in MHz, as text. */
export type Band = string;

/** One floor with transmitters on it: the form in which scenes are given to `npm run evaluate:place`. Metres from the upper left, dBm, oldest minute first. */
export interface Scene {
  scene: string;
  floor: {
    widthMetres: number;
    heightMetres: number;
    walls: { x1: number; y1: number; x2: number; y2: number; lossDb: number }[];
    outline?: [number, number][];
  };
  sensitivityDbm: number;
  minutes: number;
  /** `listening`: share of each minute for which the sensor listened on the channel. */
  sensors: { id: string; x: number; y: number; listening: Record<Band, number[]> }[];
  transmitters: SceneTransmitter[];
  /** Empty: not calibrated. Points with one `transmitter` have one unknown power; null: listened and heard nothing. */
  calibration: CalibrationScene[];
  /** What the floor really is like: for reports, never for an estimator. */
  hidden?: object;
}

export interface SceneTransmitter {
  id: string;
  levels: Record<Band, Record<string, (number | null)[]>>;
  frames: Record<Band, Record<string, number[]>>;
  /** Absent where the scene is to be judged. */
  truth?: { x: number; y: number };
  hidden?: object;
}

export interface CalibrationScene {
  transmitter: string;
  x: number;
  y: number;
  levels: Record<Band, Record<string, number | null>>;
}
