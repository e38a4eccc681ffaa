import { CommandError } from "@probewarden/cli";
import { readHoldings, removeVenue, type VenueHoldings } from "../../venues/remove-venue.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

export interface VenueRemoveOptions {
  config?: string;
  withSensors?: boolean;
  withRecord?: boolean;
}

/**
 * Removes a venue. What would go with it must be said on the command line, or agreed to at the terminal; else nothing goes, and the line
 * says what hangs on it.
 */
export async function removeVenueOf(
  context: CommandContext,
  venueId: string,
  options: VenueRemoveOptions,
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const noVenue = new CommandError(`${venueId}: there is no such venue (\`venue list\` shows them)`);
  const shown = await withState(config, (state) => readHoldings(state, venueId));
  if (shown === undefined) throw noVenue;
  const missing = missingOf(shown, options);
  const agreed =
    missing.length > 0 &&
    (await context.ask?.yes(`${venueId} has ${inWords(shown)}. Remove all of it? It cannot be undone`)) === true;
  if (!agreed) refuse(venueId, shown, missing);
  const gone = await withState(config, async (state) => {
    const holdings = await readHoldings(state, venueId);
    if (holdings === undefined) throw noVenue;
    // What was not there when it was said or agreed to stays.
    const more = agreed
      ? missingOf(holdings, { withSensors: holds(shown, "withSensors"), withRecord: holds(shown, "withRecord") })
      : missingOf(holdings, options);
    refuse(venueId, holdings, more);
    await removeVenue(state, venueId, "command line", context.now());
    return holdings;
  });
  context.print(
    `venue ${venueId} is removed${isEmpty(gone) ? "" : `, with ${inWords(gone)}`}; a running collector erases its levels within minutes`,
  );
  if (gone.sensors.length > 0 && !config.mqtt.embedded)
    context.print(
      "mosquitto refuses its sensors when `broker-config --out FOLDER` has run again, and the line that it prints",
    );
}

type Told = Pick<VenueRemoveOptions, "withSensors" | "withRecord">;
const OPTIONS = { withSensors: "--with-sensors", withRecord: "--with-record" } as const;

const holds = ({ sensors, suspects, alerts, cameras }: VenueHoldings, what: keyof Told): boolean =>
  what === "withSensors" ? sensors.length > 0 : suspects + alerts + cameras > 0;
const isEmpty = (holdings: VenueHoldings): boolean => !holds(holdings, "withSensors") && !holds(holdings, "withRecord");

const missingOf = (holdings: VenueHoldings, told: Told): (keyof Told)[] =>
  (["withSensors", "withRecord"] as const).filter((what) => told[what] !== true && holds(holdings, what));

function refuse(venueId: string, holdings: VenueHoldings, missing: readonly (keyof Told)[]): void {
  if (missing.length === 0) return;
  throw new CommandError(
    `${venueId}: nothing was removed, for it has ${inWords(holdings)} (to remove that too: venue remove ${venueId} ${missing.map((what) => OPTIONS[what]).join(" ")}; \`backup\` keeps a copy)`,
  );
}

/** Sensors that are named before the rest is counted. */
const MOST_NAMED = 8;

function inWords({ sensors, suspects, alerts, cameras }: VenueHoldings): string {
  const named = sensors.slice(0, MOST_NAMED).join(", ");
  const rest = sensors.length - MOST_NAMED;
  return [
    ...(sensors.length === 0
      ? []
      : [`${counted(sensors.length, "sensor")} that may speak (${named}${rest > 0 ? ` and ${rest} more` : ""})`]),
    ...(suspects === 0 ? [] : [counted(suspects, "suspect")]),
    ...(alerts === 0 ? [] : [counted(alerts, "alert")]),
    ...(cameras === 0 ? [] : [counted(cameras, "camera")]),
  ].join(", ");
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
