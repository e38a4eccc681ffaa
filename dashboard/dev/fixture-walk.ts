import type { CalibrationState, FitResult, HeardAccessPoint, WalkPoint, WalkPointRequest } from "@probewarden/contract";

const WALKED = "/api/venues/venue-demo/floors/floor-b1/calibration";
const CALIBRATED = "/api/venues/venue-demo/floors/floor-f1/calibration";
const HOTSPOT = "06:00:00:aa:bb:01";
const error = { medianMetres: 4.6, p90Metres: 11.2, count: 14 };
const errorWithout = { medianMetres: 6.8, p90Metres: 15.9, count: 14 };

const places = Array.from({ length: 14 }, (_, at) => ({
  source: at < 12 ? "walk" : `ap-${at - 11}`,
  x: 5 + (at % 4) * 16,
  y: 5 + Math.floor(at / 4) * 9,
  leftOut: at === 5,
}));

const accessPoints: HeardAccessPoint[] = [
  { transmitter: "02:00:00:cc:dd:01", sensors: 5, loudestDbm: -48 },
  { transmitter: "02:00:00:cc:dd:02", sensors: 2, loudestDbm: -77 },
];

/** Floors' calibrations and walks, made up, as people change them: B1 is walked, 1F was calibrated. */
export class FixtureWalks {
  readonly states = new Map<string, Omit<CalibrationState, "now">>([
    [
      CALIBRATED,
      {
        calibration: {
          state: "in-use",
          calibratedAt: "2026-11-20T03:10:00.000Z",
          by: "wang",
          error,
          errorWithout,
          places,
          bands: [
            {
              band: "2.4GHz",
              exponent: 3.1,
              exponentSpread: 0.2,
              wallFactor: 0.8,
              wallFactorSpread: 0.2,
              spreadDb: 5.2,
              freedom: 60,
              expected: 80,
              missed: 2,
              offsets: [
                { sensorId: "sensor-door-1", offsetDb: 1.4, variance: 2 },
                { sensorId: "sensor-door-3", offsetDb: -9.8, variance: 2 },
              ],
            },
          ],
        },
      },
    ],
    [
      WALKED,
      {
        walk: {
          carried: HOTSPOT,
          startedAt: new Date(Date.now() - 900_000).toISOString(),
          endsAt: new Date(Date.now() + 6_300_000).toISOString(),
          by: "demo",
          hearing: [{ sensorId: "sensor-door-1", levelDbm: -61, minute: new Date().toISOString() }],
          points: Array.from({ length: 7 }, (_, at) => madePoint(at)),
        },
      },
    ],
  ]);
  /** What a fit comes to. */
  fit: FitResult = { outcome: "kept", error, errorWithout, places };

  read(path: string): object | undefined {
    if (path.endsWith("/calibration/access-points")) return { items: accessPoints };
    return path.endsWith("/calibration") ? this.#state(path) : undefined;
  }

  change(method: string | undefined, path: string, body: string): object | undefined {
    const [, floor, what, pointId] =
      /^(.*\/calibration)(?:\/(walk|fit|walk\/fit))?(?:\/points\/([^/]+))?$/.exec(path) ?? [];
    if (floor === undefined) return undefined;
    const before = this.states.get(floor) ?? {};
    if (method === "POST") {
      if (this.fit.outcome === "kept")
        this.states.set(floor, { calibration: { ...this.states.get(CALIBRATED)!.calibration!, error } });
      return this.fit;
    }
    if (pointId !== undefined && before.walk !== undefined) {
      const others = before.walk.points.filter((point) => point.pointId !== pointId);
      const sent = method === "PUT" ? [waiting(pointId, JSON.parse(body) as WalkPointRequest)] : [];
      this.states.set(floor, { ...before, walk: { ...before.walk, points: [...others, ...sent] } });
    } else if (method === "PUT") {
      const { startedAt, endsAt, by, points } = { ...new FixtureWalks().states.get(WALKED)!.walk!, points: [] };
      this.states.set(floor, {
        ...before,
        walk: { ...(JSON.parse(body) as object), startedAt, endsAt, by, points, hearing: [] },
      });
    } else {
      const { walk: _, calibration } = before;
      this.states.set(floor, what === "walk" && calibration !== undefined ? { calibration } : {});
    }
    return this.#state(floor);
  }

  #state(path: string): CalibrationState {
    return { now: new Date().toISOString(), ...this.states.get(path) };
  }
}

const waiting = (pointId: string, sent: WalkPointRequest): WalkPoint => ({
  pointId,
  ...sent,
  heardBy: 0,
  listened: 0,
  state: "waiting",
});

function madePoint(at: number): WalkPoint {
  const from = Date.now() - (14 - 2 * at) * 60_000;
  return {
    ...waiting(`point-${"ghijklmn"[at]}`, {
      kind: "carried",
      transmitter: HOTSPOT,
      x: 6 + (at % 4) * 15,
      y: 8 + Math.floor(at / 4) * 16,
      fromAt: new Date(from).toISOString(),
      toAt: new Date(from + 60_000).toISOString(),
    }),
    ...(at < 5 ? { heardBy: 5, listened: 6, state: "heard" as const } : {}),
    ...(at === 5 ? { listened: 6, state: "unheard" as const } : {}),
  };
}
