import {
  CalibrationState,
  FitResult,
  HeardAccessPoint,
  Identifier,
  Items,
  LIMITS,
  WalkPointRequest,
  WalkRequest,
  type CalibrationDetail,
} from "@probewarden/contract";
import { Type } from "typebox";
import { readResidents } from "../sensors/read-sensors.ts";
import { readFits, readPoints } from "../store/calibrations.ts";
import type { FloorName } from "../store/drawings.ts";
import {
  calibrateVenueFloor,
  pointsToFitAnew,
  readFloorAround,
  takeCalibrationBack,
  type CalibrationOutcome,
} from "../venues/calibration/calibrate.ts";
import { calibrationPlaces } from "../venues/calibration/fit-floor.ts";
import { stateOf } from "../venues/calibration/fit-state.ts";
import { calibrationPointsOf } from "../venues/calibration/walk-levels.ts";
import {
  endWalk,
  fitWalk,
  putWalkPoint,
  readShownWalk,
  removeWalkPoint,
  startWalk,
  type Walker,
  type WalkRefusal,
} from "../venues/calibration/walk.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { changedMeanwhile } from "./if-match.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** A floor's calibration, and the walk by which a person makes one. */
export function calibrationRoutes(app: App, { state, series, decided, now }: AppParts): void {
  const path = "/api/venues/:venueId/floors/:floorId/calibration";
  const params = Type.Object({ venueId: Identifier("the venue"), floorId: Identifier("its floor") });
  const ofPoint = Type.Object({ ...params.properties, pointId: Identifier("the point, new or known") });
  const schema = { tags: ["venues"], ...forRoles("setUpVenues", "path"), params };
  const shown = { response: { ...failures, 200: answer(CalibrationState) } };
  const fitted = { response: { ...failures, 200: answer(FitResult) } };

  const stateNow = async (floor: FloorName): Promise<CalibrationState> => {
    const around = await readFloorAround(state.db, floor);
    if (around === undefined) throw notFound("floor");
    const fit = (await readFits(state.db, floor.venueId)).get(floor.venueId)?.get(floor.floorId);
    const walk = await readShownWalk(state, series, floor, now());
    const calibration = fit && {
      state: stateOf(fit, around.floor, around.walls, around.sensors),
      calibratedAt: new Date(fit.calibratedAt).toISOString(),
      by: fit.by,
      error: fit.error,
      errorWithout: fit.errorWithout,
      places: placesOf(await readPoints(state.db, floor), fit.leftOut),
      bands: fit.bands,
    };
    return {
      now: new Date(now()).toISOString(),
      ...(calibration === undefined ? {} : { calibration }),
      ...(walk === undefined ? {} : { walk }),
    };
  };
  const walkerOf = (request: Parameters<typeof nameOf>[0], floor: FloorName): Walker => ({
    venueId: floor.venueId,
    floorId: floor.floorId,
    by: nameOf(request),
    at: now(),
  });

  app.get(
    path,
    {
      schema: {
        ...schema,
        // Who looks at a plan sees a suspect's signal as calibration taught it.
        ...forRoles("seeEvidence", "path"),
        ...shown,
        summary: "A floor's calibration, and the walk that is under way",
        ...mayAnswer("not-found"),
        description:
          "With what the sensors have said of each point of the walk so far. `now` is the collector's clock.",
      },
    },
    (request) => stateNow(request.params),
  );
  app.delete(
    path,
    {
      schema: {
        ...schema,
        ...shown,
        summary: "Take a floor's calibration back",
        ...mayAnswer("not-found"),
        description: "What is heard from now on is placed as on any floor.",
      },
    },
    async (request) => {
      if (!(await takeCalibrationBack(state, request.params, nameOf(request), now()))) throw notFound("calibration");
      return stateNow(request.params);
    },
  );
  app.post(
    `${path}/fit`,
    {
      schema: {
        ...schema,
        ...fitted,
        summary: "Fit a floor anew to the points that it was calibrated with",
        ...mayAnswer("not-found", "changed-meanwhile"),
        description: "Without sensors that are gone or hang elsewhere since. Takes some seconds.",
      },
    },
    async (request) => {
      const points = await pointsToFitAnew(state.db, request.params);
      if (points.length === 0) throw notFound("calibration");
      const made = await calibrateVenueFloor(state, { ...walkerOf(request, request.params), points });
      return resultOf(made, calibrationPlaces(points));
    },
  );

  app.get(
    `${path}/access-points`,
    {
      schema: {
        ...schema,
        response: { ...failures, 200: answer(Items(HeardAccessPoint)) },
        summary: "Access points that the floor's sensors hear, for a walk that names where they stand",
        ...mayAnswer("not-found"),
        description: `The venue's own and those that are always there, heard in the last 15 minutes, the loudest first, at most ${LIMITS.calibration.accessPoints}.`,
      },
    },
    async (request) => {
      const around = await readFloorAround(state.db, request.params);
      if (around === undefined) throw notFound("floor");
      const known = new Map<string, HeardAccessPoint>();
      for (const { sensorId } of around.sensors.slice(0, LIMITS.calibration.sensors))
        for (const { transmitter, name, medianDbm } of await readResidents(
          series,
          request.params.venueId,
          sensorId,
          now(),
        )) {
          const before = known.get(transmitter);
          known.set(transmitter, {
            transmitter,
            ...(name === undefined ? {} : { name }),
            sensors: (before?.sensors ?? 0) + 1,
            loudestDbm: Math.max(before?.loudestDbm ?? -Infinity, medianDbm),
          });
        }
      const items = [...known.values()].toSorted((a, b) => b.loudestDbm - a.loudestDbm);
      return { items: items.slice(0, LIMITS.calibration.accessPoints) };
    },
  );

  app.put(
    `${path}/walk`,
    {
      schema: {
        ...schema,
        ...shown,
        body: WalkRequest,
        summary: "Begin a calibration walk",
        ...mayAnswer("not-found", "walk-under-way"),
        description:
          "For two hours the venue's sensors are asked to report the levels of `carried`: a network that the walker's own device beacons. A sensor answers only for what beacons, and never for what it heard as a station. When the walk ends its levels are erased.",
      },
    },
    async (request) => {
      refuse(await startWalk(state, walkerOf(request, request.params), request.body.carried));
      decided(request.params.venueId);
      return stateNow(request.params);
    },
  );
  app.delete(
    `${path}/walk`,
    {
      schema: {
        ...schema,
        ...shown,
        summary: "End a calibration walk without a fit",
        ...mayAnswer("not-found"),
        description: "Its points are forgotten, and every level of what was carried is erased.",
      },
    },
    async (request) => {
      await endWalk(state, walkerOf(request, request.params));
      decided(request.params.venueId);
      return stateNow(request.params);
    },
  );
  app.put(
    `${path}/walk/points/:pointId`,
    {
      schema: {
        ...schema,
        ...shown,
        params: ofPoint,
        body: WalkPointRequest,
        summary: "Keep a point of a calibration walk",
        ...mayAnswer("not-found", "bad-point"),
        description: `Sent twice, as after a lost connection, it is there once. At most ${LIMITS.calibration.walkPoints}. Its levels are those that the sensors report of the minutes in between.`,
      },
    },
    async (request) => {
      const { fromAt, toAt, ...told } = request.body;
      const point = {
        pointId: request.params.pointId,
        ...told,
        fromMs: Date.parse(fromAt),
        toMs: Date.parse(toAt),
      };
      refuse(await putWalkPoint(state, walkerOf(request, request.params), point));
      return stateNow(request.params);
    },
  );
  app.delete(
    `${path}/walk/points/:pointId`,
    {
      schema: {
        ...schema,
        ...shown,
        params: ofPoint,
        summary: "Take a point of a calibration walk back",
        ...mayAnswer("not-found"),
        description: "One that is not there is taken back already.",
      },
    },
    async (request) => {
      refuse(await removeWalkPoint(state, request.params, request.params.pointId));
      return stateNow(request.params);
    },
  );
  app.post(
    `${path}/walk/fit`,
    {
      schema: {
        ...schema,
        ...fitted,
        summary: "Fit a floor to the walk",
        ...mayAnswer("not-found", "changed-meanwhile"),
        description:
          "Answers the error that was measured with each place held out in turn. When the fit is kept the walk ends; else nothing is changed, and more points may be walked. Takes some seconds.",
      },
    },
    async (request) => {
      const { made, heard } = await fitWalk(state, series, walkerOf(request, request.params));
      if (made.outcome === "no-walk") throw notFound("walk");
      if (made.outcome === "kept") decided(request.params.venueId);
      return resultOf(made, calibrationPlaces(calibrationPointsOf(heard)));
    },
  );
}

type Places = ReturnType<typeof calibrationPlaces>;

const placesOf = (points: Parameters<typeof calibrationPlaces>[0], leftOut: readonly number[]) =>
  marked(calibrationPlaces(points), leftOut);
const marked = (places: Places, leftOut: readonly number[]): CalibrationDetail["places"] =>
  places.map((place, at) => ({ ...place, leftOut: leftOut.includes(at) }));

function resultOf(made: CalibrationOutcome, places: Places): FitResult {
  if (made.outcome === "no-floor") throw notFound("floor");
  // A sensor or a wall was moved between the reading of the points and their fit.
  if (made.outcome === "changed-meanwhile" || made.outcome === "unknown-sensor" || made.outcome === "outside")
    throw changedMeanwhile();
  const { error, errorWithout, leftOut } = made.outcome === "kept" ? made.fit : made.measured;
  return {
    outcome: made.outcome,
    ...(error === undefined ? {} : { error }),
    ...(errorWithout === undefined ? {} : { errorWithout }),
    places: marked(places, leftOut),
  };
}

function refuse(refusal: WalkRefusal | undefined): void {
  if (refusal === undefined) return;
  if (refusal.outcome === "no-floor") throw notFound("floor");
  if (refusal.outcome === "no-walk") throw notFound("walk");
  if (refusal.outcome === "under-way")
    throw new Refusal(
      409,
      "walk-under-way",
      "somebody walks on this floor with another transmitter; end that walk first",
    );
  const why =
    refusal.outcome === "outside"
      ? `it is outside the floor, which has ${refusal.widthMetres} × ${refusal.heightMetres} m`
      : refusal.outcome === "full"
        ? `a walk has at most ${LIMITS.calibration.walkPoints}`
        : refusal.outcome === "not-carried"
          ? "its transmitter is not the one that is carried on this walk"
          : "its end must be later than its beginning, by 15 minutes at most";
  throw new Refusal(400, "bad-point", `the point: ${why}`);
}
