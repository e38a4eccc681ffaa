import { isSensorId, type Floor } from "@probewarden/contract";
import { readVenues } from "../../venues/read-venues.ts";
import { residentsSetting } from "../../intake/downlink.ts";
import { keepPlan, planUrl } from "../../store/plans.ts";
import { writeSetting } from "../../store/state/settings.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import { CommandError, ConfigError } from "@probewarden/cli";
import { importVenue } from "../../venues/import-venue.ts";

export interface FloorOptions {
  config?: string;
  title?: string;
  width: number;
  height: number;
  plan?: string;
}

/** Adds a venue, or gives it another name. */
export async function addVenue(
  context: CommandContext,
  venueId: string,
  options: { config?: string; title?: string; timeZone: string },
): Promise<void> {
  if (!isSensorId(venueId))
    throw new ConfigError(
      `${venueId}: it cannot name a venue, lower-case words joined by hyphens (example: grand-mall)`,
    );
  await withState(preparedConfigOf(context, options.config), async (state) => {
    const values = { name: options.title ?? venueId, time_zone: options.timeZone };
    await state.db
      .insertInto("venues")
      .values({ venue_id: venueId, ...values, floors: "[]", networks: "[]" })
      .onConflict((conflict) => conflict.column("venue_id").doUpdateSet(values))
      .execute();
  });
  context.print(
    `venue ${venueId} is kept; next: probewarden-collector venue floor ${venueId} FLOOR --width METRES --height METRES --plan FILE`,
  );
}

/** Adds a floor to a venue, or replaces one, with the image of its plan. */
export async function addFloor(
  context: CommandContext,
  venueId: string,
  floorId: string,
  options: FloorOptions,
): Promise<void> {
  if (!isSensorId(floorId))
    throw new ConfigError(`${floorId}: it cannot name a floor, lower-case words joined by hyphens (example: floor-b1)`);
  if (!(options.width > 0 && options.height > 0))
    throw new ConfigError("--width, --height: they are metres above zero (example: --width 60 --height 40)");
  const config = preparedConfigOf(context, options.config);
  await withState(config, async (state) => {
    const row = await state.db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
    if (!row) throw new CommandError(`${venueId}: there is no such venue (add it with \`venue add\`)`);
    if (options.plan !== undefined) await keepPlan(state.db, venueId, floorId, options.plan, context.now());
    const floor: Floor = {
      floorId,
      name: options.title ?? floorId,
      widthMetres: options.width,
      heightMetres: options.height,
      ...(options.plan === undefined ? {} : { planUrl: planUrl(venueId, floorId) }),
    };
    const floors = [...(JSON.parse(row.floors) as Floor[]).filter((known) => known.floorId !== floorId), floor];
    await state.db
      .updateTable("venues")
      .set({ floors: JSON.stringify(floors) })
      .where("venue_id", "=", venueId)
      .execute();
  });
  context.print(`floor ${floorId} of ${venueId} is kept`);
}

/** Says whether the sensors of a venue report the levels of access points that are always there. */
export async function setResidents(
  context: CommandContext,
  venueId: string,
  reported: boolean,
  options: { config?: string },
): Promise<void> {
  await withState(preparedConfigOf(context, options.config), async (state) => {
    const venue = await state.db
      .selectFrom("venues")
      .select("venue_id")
      .where("venue_id", "=", venueId)
      .executeTakeFirst();
    if (!venue) throw new CommandError(`${venueId}: there is no such venue (add it with \`venue add\`)`);
    await writeSetting(state.db, residentsSetting(venueId), reported ? "on" : "off");
  });
  context.print(
    `the sensors of ${venueId} report ${reported ? "residents" : "no residents"}; a running collector tells them within a minute`,
  );
}

/** Prints the venues and their floors, one a line. */
export async function listVenues(context: CommandContext, options: { config?: string }): Promise<void> {
  const venues = await withState(preparedConfigOf(context, options.config), readVenues);
  for (const venue of venues)
    context.print([venue.venueId, venue.floors.map((floor) => floor.floorId).join(",") || "-", venue.name].join("\t"));
}

/** Brings in a venue from a file. */
export async function importVenueFile(
  context: CommandContext,
  file: string,
  options: { config?: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const { venue, sensors = [] } = await withState(config, (state) => importVenue(state, file, context.now()));
  context.print(`venue ${venue.venueId} with ${venue.floors.length} floors and ${sensors.length} sensors is kept`);
}
