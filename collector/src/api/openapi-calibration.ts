/** Rows of the examples in the API's description: a floor that is calibrated, and is walked once more. */
const carried = "02:00:00:aa:bb:07";
const error = { medianMetres: 4.2, p90Metres: 9.6, count: 14 };
const errorWithout = { medianMetres: 6.1, p90Metres: 13.4, count: 14 };
const places = [{ source: "walk", x: 12.5, y: 8, leftOut: false }];
const point = {
  kind: "carried",
  transmitter: carried,
  x: 12.5,
  y: 8,
  fromAt: "2026-11-24T08:42:00.000Z",
  toAt: "2026-11-24T08:43:30.000Z",
};
const walk = {
  carried,
  startedAt: "2026-11-24T08:40:00.000Z",
  endsAt: "2026-11-24T10:40:00.000Z",
  by: "王敏",
  hearing: [{ sensorId: "door-three", levelDbm: -58, minute: "2026-11-24T08:44:00.000Z" }],
  points: [{ pointId: "point-one", ...point, heardBy: 3, listened: 4, state: "heard" }],
};
const offsets = [{ sensorId: "door-three", offsetDb: -2.4, variance: 1.1 }];
const bands = [
  {
    band: "2.4GHz",
    exponent: 2.8,
    exponentSpread: 0.2,
    wallFactor: 0.9,
    wallFactorSpread: 0.2,
    spreadDb: 5.1,
    freedom: 46,
    expected: 52,
    missed: 3,
    offsets,
  },
];

export const state = {
  now: "2026-11-24T08:45:30.000Z",
  calibration: {
    state: "in-use",
    calibratedAt: "2026-11-20T02:10:00.000Z",
    by: "王敏",
    error,
    errorWithout,
    places,
    bands,
  },
  walk,
};
export const withoutCalibration = { now: state.now };
export const fit = { outcome: "kept", error, errorWithout, places };
export const begun = { carried };
export const pointRequest = point;
export const accessPoint = { transmitter: "02:00:00:aa:bb:01", name: "4d616c6c", sensors: 3, loudestDbm: -47 };
