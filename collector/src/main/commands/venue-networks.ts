import { CommandError, ConfigError } from "@probewarden/cli";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { openSeries } from "../../store/series/open-series.ts";
import {
  learntNetworks,
  readNetworkFile,
  readNetworks,
  readVenueNetworks,
  writeNetworks,
} from "../../venues/venue-networks.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

export interface NetworksOptions {
  config?: string;
  /** What the sensors have heard and is not on the list stands below it. */
  heard?: boolean;
  /** The list that takes its place. */
  set?: string;
}

/**
 * Prints the list of a venue's own access points, for a file that somebody looks through, or takes one in.
 * @throws ConfigError, CommandError
 */
export async function venueNetworks(context: CommandContext, venueId: string, options: NetworksOptions): Promise<void> {
  const { heard = false, set } = options;
  if (heard && set !== undefined) throw new ConfigError("--heard and --set: one prints a list, the other takes one in");
  const config = preparedConfigOf(context, options.config);
  const taken = set === undefined ? undefined : readNetworkFile(set);
  const noVenue = (): never => {
    throw new CommandError(`${venueId}: there is no such venue (add it with \`venue add\`)`);
  };
  await withState(config, async (state) => {
    if (taken !== undefined) {
      const outcome = await writeNetworks(state, venueId, taken, { by: COMMAND_LINE, at: context.now() });
      if (outcome === "no-venue") noVenue();
      if (outcome !== "done")
        throw new CommandError(
          `${venueId}: somebody changed the list at the same moment: look at it, and set it again`,
        );
      return context.print(
        `${venueId} has ${taken.length} access points of its own; a running collector tells its sensors within a minute`,
      );
    }
    const listed = (await readNetworks(state, venueId)) ?? noVenue();
    if (!heard) return context.print(JSON.stringify(listed, null, 2));
    const series = await openSeries(config.series.url, config.dataDir);
    try {
      const found = (await readVenueNetworks(state, series, venueId, context.now())) ?? noVenue();
      const learnt = learntNetworks(found);
      context.print(JSON.stringify([...listed, ...learnt.networks], null, 2));
      context.tell(
        `${listed.length} on the list, ${learnt.networks.length} heard beside them in looks at the last day; left out: ${learnt.suspected} suspected, ${learnt.newcomers} that came later and nobody called the venue's, ${found.beyond} for which there was no room. Delete what is not the venue's, write how each is secured where you know it, and bring it in: venue networks ${venueId} --set FILE`,
      );
    } finally {
      await series.stop();
    }
  });
}
