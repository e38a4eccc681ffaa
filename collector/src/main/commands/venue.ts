import { CommandError, printable } from "@probewarden/cli";
import { residentsSetting } from "../../intake/downlink.ts";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { writeSetting } from "../../store/state/settings.ts";
import { checkId, checkTitle } from "../../venues/check-names.ts";
import { importVenue, loadVenue } from "../../venues/import-venue.ts";
import { columnsOf, readLocation } from "../../venues/location.ts";
import { readVenues } from "../../venues/read-venues.ts";
import { checkTimeZone, isTimeZone } from "../../venues/time-zone.ts";
import { preparedConfigOf, tellNone, withState, type CommandContext } from "../command-context.ts";

/** The zone of a venue for which none was named. */
export const USUAL_TIME_ZONE = "Asia/Shanghai";

/** Adds a venue, or changes one: what is not named stays as it is. */
export async function addVenue(
  context: CommandContext,
  venueId: string,
  options: { config?: string; title?: string; timeZone?: string; location?: string; district?: string },
): Promise<void> {
  checkId(venueId, "venue", "grand-mall");
  if (options.title !== undefined) checkTitle(options.title, "--title");
  const zone = options.timeZone === undefined ? undefined : checkTimeZone(options.timeZone, "--time-zone");
  if (options.district !== undefined) checkTitle(options.district, "--district", 64);
  const location = options.location === undefined ? undefined : readLocation(options.location, "--location");
  const kept = await withState(preparedConfigOf(context, options.config), async (state) => {
    const named = {
      ...(options.title === undefined ? {} : { name: options.title }),
      ...(zone === undefined ? {} : { time_zone: zone }),
      ...(location === undefined ? {} : columnsOf(location)),
      ...(options.district === undefined ? {} : { district: options.district }),
    };
    const usual = { venue_id: venueId, name: venueId, time_zone: USUAL_TIME_ZONE, floors: "[]", networks: "[]" };
    const namesNothing = Object.keys(named).length === 0;
    return state.transaction(async (trx) => {
      const before = await trx
        .selectFrom("venues")
        .select("venue_id")
        .where("venue_id", "=", venueId)
        .executeTakeFirst();
      const isNew = before === undefined;
      if (isNew || !namesNothing)
        await audit(trx, {
          at: context.now(),
          by: COMMAND_LINE,
          action: isNew ? "venue-added" : "venue-changed",
          subject: venueId,
        });
      return trx
        .insertInto("venues")
        .values({ ...usual, ...named })
        .onConflict((conflict) => {
          const known = conflict.column("venue_id");
          return namesNothing ? known.doUpdateSet({ venue_id: venueId }) : known.doUpdateSet(named);
        })
        .returning(["name", "time_zone"])
        .executeTakeFirstOrThrow();
    });
  });
  if (!isTimeZone(kept.time_zone))
    context.tell(`${venueId}: its time zone ${JSON.stringify(kept.time_zone)} is none; give it one with --time-zone`);
  context.print(
    `venue ${venueId} is kept: ${kept.name}, ${kept.time_zone}; next: probewarden-collector venue floor ${venueId} FLOOR --width METRES --height METRES --plan FILE`,
  );
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
    await state.transaction(async (trx) => {
      await writeSetting(trx, residentsSetting(venueId), reported ? "on" : "off");
      const action = reported ? "residents-on" : "residents-off";
      await audit(trx, { at: context.now(), by: COMMAND_LINE, action, subject: venueId });
    });
  });
  context.print(
    `the sensors of ${venueId} report ${reported ? "residents" : "no residents"}; a running collector tells them within a minute`,
  );
}

/** Prints the venues and their floors, one a line. */
export async function listVenues(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const venues = await withState(config, readVenues);
  if (venues.length === 0) tellNone(context, config, options.config, "no venue");
  for (const { venueId, floors, name, timeZone } of venues)
    context.print(
      [venueId, floors.map((floor) => floor.floorId).join(",") || "-", printable(name), timeZone].join("\t"),
    );
}

/** Brings in a venue from a file. */
export async function importVenueFile(
  context: CommandContext,
  file: string,
  options: { config?: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const loaded = await loadVenue(file);
  const { venue, sensors = [] } = await withState(config, (state) =>
    importVenue(state, loaded, context.now(), COMMAND_LINE),
  );
  context.print(`venue ${venue.venueId} with ${venue.floors.length} floors and ${sensors.length} sensors is kept`);
}
