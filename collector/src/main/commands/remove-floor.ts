import { CommandError, printable } from "@probewarden/cli";
import { placedSensors } from "../../venues/floor-size.ts";
import { readVenues } from "../../venues/read-venues.ts";
import { removeFloorOf, type FloorRemoval } from "../../venues/remove-floor.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

export interface FloorRemoveOptions {
  config?: string;
  withPlaces?: boolean;
}

/** Prints the floors of a venue, one a line: id, width, height, whether there is a plan, how many sensors hang there, name. */
export async function listFloors(
  context: CommandContext,
  venueId: string,
  options: { config?: string },
): Promise<void> {
  const { venue, placed } = await withState(preparedConfigOf(context, options.config), async (state) => ({
    venue: (await readVenues(state)).find((known) => known.venueId === venueId),
    placed: await placedSensors(state, venueId),
  }));
  if (venue === undefined) throw noSuchVenue(venueId);
  for (const { floorId, widthMetres, heightMetres, planUrl, name } of venue.floors) {
    const hang = placed.filter((sensor) => sensor.floorId === floorId).length;
    context.print(
      [floorId, widthMetres, heightMetres, planUrl === undefined ? "-" : "plan", hang, printable(name)].join("\t"),
    );
  }
}

/** Removes a floor; where sensors hang there it must be said, or agreed to at the terminal, that they stay without a place. */
export async function removeFloor(
  context: CommandContext,
  venueId: string,
  floorId: string,
  options: FloorRemoveOptions,
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const remove = (evenWith: boolean): Promise<FloorRemoval> =>
    withState(config, (state) => removeFloorOf(state, { venueId, floorId, evenWith }, "command line", context.now()));
  let removal = await remove(options.withPlaces === true);
  if (removal.outcome === "hang") {
    const sensors = removal.hang.join(", ");
    if ((await context.ask?.yes(`${sensors} hang there and would have no place. Remove ${floorId}?`)) !== true)
      throw new CommandError(
        `${floorId}: nothing was removed, for ${sensors} hang there (put them elsewhere with \`sensor place\`, or leave them without a place: floor remove ${venueId} ${floorId} --with-places)`,
      );
    removal = await remove(true);
  }
  if (removal.outcome === "no-venue") throw noSuchVenue(venueId);
  if (removal.outcome === "no-floor")
    throw new CommandError(
      `${floorId}: ${venueId} has no such floor; there ${removal.floors.length === 0 ? "is none" : `are: ${removal.floors.join(", ")}`}`,
    );
  context.print(
    `floor ${floorId} of ${venueId} is removed${removal.hang.length === 0 ? "" : `; without a place now: ${removal.hang.join(", ")}`}`,
  );
}

const noSuchVenue = (venueId: string): CommandError =>
  new CommandError(`${venueId}: there is no such venue (\`venue list\` shows them)`);
