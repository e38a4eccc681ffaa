import { CommandError, ConfigError } from "@probewarden/cli";
import type { Floor } from "@probewarden/contract";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { keepPlan, removePlans } from "../../store/plans.ts";
import { checkId, checkTitle } from "../../venues/check-names.ts";
import { checkSide, placedSensors, sensorsOutside } from "../../venues/floor-size.ts";
import { readPlanFile } from "../../venues/plans/check-plan.ts";
import type { Plan } from "../../venues/plans/plan-limits.ts";
import { readFloors, readVenues } from "../../venues/read-venues.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

export interface FloorOptions {
  config?: string;
  title?: string;
  width?: number;
  height?: number;
  /** A file; false takes the plan away; absent leaves the one that is there. */
  plan?: string | false;
}

/** Floors of a venue, as the contract has it. */
const MOST_FLOORS = 64;
/** How far the shape of a plan may differ from the floor's before it is told: a scan is never quite straight. */
const RATIO_TOLERANCE = 0.05;

/** Adds a floor to a venue, or changes one: what is not named stays as it is. Everything is checked before anything is written. */
export async function addFloor(
  context: CommandContext,
  venueId: string,
  floorId: string,
  given: FloorOptions,
): Promise<void> {
  checkId(floorId, "floor", "floor-b1");
  const options = { ...given, ...(await askForSize(context, venueId, floorId, given)) };
  if (options.width !== undefined) checkSide(options.width, "--width");
  if (options.height !== undefined) checkSide(options.height, "--height");
  if (options.title !== undefined) checkTitle(options.title, "--title", 64);
  const config = preparedConfigOf(context, options.config);
  const plan = typeof options.plan === "string" ? await readPlanFile(options.plan) : undefined;
  const { floor, outside } = await withState(config, (state) =>
    state.transaction(async (db) => {
      const row = await db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
      if (!row) throw new CommandError(`${venueId}: there is no such venue (add it with \`venue add\`)`);
      const floors = readFloors(row.floors);
      const before = floors.find((known) => known.floorId === floorId);
      const floor = changed(floorId, before, options);
      if (before === undefined && floors.length >= MOST_FLOORS)
        throw new CommandError(`${venueId}: it has ${floors.length} floors, and more than ${MOST_FLOORS} are not kept`);
      const kept =
        before === undefined ? [...floors, floor] : floors.map((known) => (known === before ? floor : known));
      await db
        .updateTable("venues")
        .set({ floors: JSON.stringify(kept) })
        .where("venue_id", "=", venueId)
        .execute();
      if (options.plan === false) await removePlans(db, venueId, floorId);
      if (plan !== undefined) await keepPlan(db, { venueId, floorId }, plan, context.now());
      await audit(db, {
        at: context.now(),
        by: COMMAND_LINE,
        action: before === undefined ? "floor-added" : "floor-changed",
        subject: `${venueId} ${floorId}`,
      });
      return { floor, outside: sensorsOutside(await placedSensors({ db }, venueId), floor) };
    }),
  );
  const misfit = plan === undefined ? undefined : misfitOf(plan, floor);
  if (misfit !== undefined) context.tell(misfit);
  for (const { sensorId, x, y } of outside)
    context.tell(
      `${sensorId} is at ${x}, ${y}, which is outside ${floorId} now; it is no help in finding a place until it is put on the floor: sensor place ${sensorId} --floor ${floorId} --x METRES --y METRES`,
    );
  context.print(`floor ${floorId} of ${venueId} is kept`);
}

/** Both sides of a new floor, asked at a terminal where they were not given. */
async function askForSize(
  context: CommandContext,
  venueId: string,
  floorId: string,
  { config, width, height }: FloorOptions,
): Promise<Pick<FloorOptions, "width" | "height">> {
  const { ask } = context;
  if (ask === undefined || (width !== undefined && height !== undefined)) return {};
  const venues = await withState(preparedConfigOf(context, config), readVenues);
  const venue = venues.find((known) => known.venueId === venueId);
  if (venue === undefined || venue.floors.some((known) => known.floorId === floorId)) return {};
  const side = async (what: string): Promise<number> =>
    Number(await ask.text(`How ${what} is ${floorId}, in metres?`, (answer) => whyNoSide(answer, `--${what}`)));
  return { width: width ?? (await side("wide")), height: height ?? (await side("high")) };
}

function whyNoSide(answer: string, place: string): string | undefined {
  try {
    checkSide(answer.trim() === "" ? Number.NaN : Number(answer), place);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function changed(floorId: string, before: Floor | undefined, options: FloorOptions): Floor {
  const [widthMetres, heightMetres] = [options.width ?? before?.widthMetres, options.height ?? before?.heightMetres];
  if (widthMetres === undefined || heightMetres === undefined)
    throw new ConfigError("--width, --height: a new floor needs both, in metres (example: --width 60 --height 40)");
  return { floorId, name: options.title ?? before?.name ?? floorId, widthMetres, heightMetres };
}

/** A plan is drawn over the whole floor, so one of another shape is drawn out of shape. */
function misfitOf({ width, height }: Plan, { floorId, widthMetres, heightMetres }: Floor): string | undefined {
  const [drawn, built] = [width / height, widthMetres / heightMetres];
  if (Math.abs(drawn / built - 1) <= RATIO_TOLERANCE) return undefined;
  return `the plan is ${Math.round(width)} × ${Math.round(height)}, and ${floorId} ${widthMetres} × ${heightMetres} m, so it is drawn out of shape; cut it to the floor's edges`;
}
