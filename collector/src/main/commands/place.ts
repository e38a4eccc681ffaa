import { CommandError, ConfigError, firstMistake, readJsonOf } from "@probewarden/cli";
import { CalibrationFile, type CalibrationPoint, type MeasuredError } from "@probewarden/contract";
import { PlaceInputError } from "@probewarden/place";
import { Check } from "typebox/value";
import { calibrateVenueFloor, pointsToFitAnew, takeCalibrationBack } from "../../venues/calibration/calibrate.ts";
import { calibrationPlaces } from "../../venues/calibration/fit-floor.ts";
import { readVenues } from "../../venues/read-venues.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

type WithConfig = { config?: string };

/** Right values for what is often written wrongly, by JSON pointer. */
const EXAMPLES = {
  "/points": '[{ "source": "walk", "x": 12.5, "y": 3, "channelMhz": 2437, "levels": [] }]',
  "/points/source": '"walk", or a name such as "ap-door-three"; never an address',
  "/points/x": "12.5",
  "/points/y": "3",
  "/points/channelMhz": "2437",
  "/points/levels": '[{ "sensorId": "north-gate", "levelDbm": -63 }]',
  "/points/levels/levelDbm": "-63, or null where the sensor listened and heard nothing",
} as Readonly<Record<string, string>>;

/**
 * `place calibrate`: fits a floor to the points of a file, or anew to those that it was fitted to before, and prints what held-out places are found
 * with. Nothing is kept, and the exit code is 1, where that is no better than guessing. @throws ConfigError, CommandError
 */
export async function calibratePlaces(
  context: CommandContext,
  venueId: string,
  floorId: string,
  file: string | undefined,
  options: WithConfig,
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const given = file === undefined ? undefined : readPoints(file);
  const { points, made } = await withState(config, async (state) => {
    const used = given ?? (await pointsToFitAnew(state.db, { venueId, floorId }));
    if (given === undefined && used.length === 0)
      throw new CommandError(
        `${floorId}: ${venueId} has no calibrated floor of that name to fit anew (name a file of points; docs/localisation.md shows one)`,
      );
    const entry = { venueId, floorId, points: used, by: "command line", at: context.now() };
    return {
      points: used,
      made: await calibrateVenueFloor(state, entry).catch((error: unknown) => {
        throw error instanceof PlaceInputError ? new ConfigError(`${file ?? floorId}: ${error.message}`) : error;
      }),
    };
  });
  const places = calibrationPlaces(points);
  if (made.outcome === "no-floor")
    throw new CommandError(`${floorId}: ${venueId} has no such floor (\`floor list ${venueId}\` shows them)`);
  if (made.outcome === "outside")
    throw new ConfigError(
      `${file ?? floorId}: /points/${made.point - 1} is outside ${floorId}, which is ${made.widthMetres} m wide and ${made.heightMetres} m high`,
    );
  if (made.outcome === "unknown-sensor")
    throw new ConfigError(
      `${file ?? floorId}: ${made.sensorId} is no sensor that hangs on ${floorId} (\`sensor list\` shows them)`,
    );
  if (made.outcome === "changed-meanwhile")
    throw new CommandError(`${floorId}: a wall or a sensor was moved meanwhile; run it again`);
  const leftOut = (numbers: readonly number[]): void => {
    for (const at of numbers) {
      const place = places[at];
      if (place !== undefined)
        context.tell(
          `place ${at + 1} (${place.source} at ${place.x}, ${place.y}) does not fit the others: it is left out`,
        );
    }
  };
  if (made.outcome === "too-few")
    throw new CommandError(
      `${floorId}: ${places.length} places are too few to calibrate and to measure the error (6 that somebody hears at least, 12 teach nearly all); nothing was changed`,
    );
  if (made.outcome === "misleading") {
    leftOut(made.measured.leftOut);
    throw new CommandError(
      `${floorId}: places that were held out are found hardly better than by guessing (${errorText(made.measured.error)}), so nothing was changed; look whether the points are where they are said to be, and whether somebody else sends with the walk's address`,
    );
  }
  const { fit } = made;
  leftOut(fit.leftOut);
  for (const { band, exponent, exponentSpread, wallFactor, spreadDb, offsets } of fit.bands) {
    context.print(
      `${band}\texponent ${exponent.toFixed(2)} ± ${exponentSpread.toFixed(2)}\twalls × ${wallFactor.toFixed(2)}\tspread ${spreadDb.toFixed(1)} dB`,
    );
    for (const { sensorId, offsetDb } of offsets) context.print(`${band}\t${sensorId}\t${offsetDb.toFixed(1)} dB`);
  }
  context.print(
    `${floorId} of ${venueId} is calibrated: held-out places are found with ${errorText(fit.error)}; without it ${errorText(fit.errorWithout)}`,
  );
}

/** `place list`: one line a floor: id, in-use, outdated or not-calibrated, median and p90 in metres, how many places. */
export async function listCalibrations(context: CommandContext, venueId: string, options: WithConfig): Promise<void> {
  const venue = await withState(preparedConfigOf(context, options.config), async (state) =>
    (await readVenues(state)).find((known) => known.venueId === venueId),
  );
  if (venue === undefined) throw new CommandError(`${venueId}: there is no such venue (\`venue list\` shows them)`);
  for (const { floorId, calibration } of venue.floors)
    context.print(
      calibration === undefined
        ? [floorId, "not-calibrated", "-", "-", "-"].join("\t")
        : [
            floorId,
            calibration.state,
            calibration.error.medianMetres,
            calibration.error.p90Metres,
            calibration.error.count,
          ].join("\t"),
    );
}

/** `place uncalibrate`: places on this floor are told as on any floor again. @throws CommandError */
export async function uncalibratePlaces(
  context: CommandContext,
  venueId: string,
  floorId: string,
  options: WithConfig,
): Promise<void> {
  const removed = await withState(preparedConfigOf(context, options.config), (state) =>
    takeCalibrationBack(state, { venueId, floorId }, "command line", context.now()),
  );
  if (!removed)
    throw new CommandError(
      `${floorId}: ${venueId} has no such calibrated floor (\`place list ${venueId}\` shows them)`,
    );
  context.print(
    `the calibration of ${floorId} of ${venueId} is taken back; what is heard from now on is placed without it`,
  );
}

function readPoints(file: string): CalibrationPoint[] {
  const json = readJsonOf(file, "the points", '{"points": [{"source": "walk", …}]}');
  if (!Check(CalibrationFile, json)) throw new ConfigError(`${file}: ${firstMistake(CalibrationFile, json, EXAMPLES)}`);
  return json.points;
}

const errorText = (error: MeasuredError | undefined): string =>
  error === undefined
    ? "no error that could be measured"
    : `half of ${error.count} within ${error.medianMetres.toFixed(1)} m, nine in ten within ${error.p90Metres.toFixed(1)} m`;
