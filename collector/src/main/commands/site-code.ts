import { CommandError, joinLink } from "@probewarden/cli";
import { SITE_CODE_USES } from "@probewarden/contract/figures";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { makeSiteCode } from "../../sensors/join/site-codes.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import { venueOf } from "./sensor.ts";

/** Prints the code by which boxes join tonight, and the line that is typed on each. */
export async function printSiteCode(
  context: CommandContext,
  options: { config?: string; venue?: string; uses: number; replace?: string },
): Promise<void> {
  const { uses, replace } = options;
  if (!(Number.isInteger(uses) && uses >= 1 && uses <= SITE_CODE_USES.most))
    throw new CommandError(`--uses: 1 to ${SITE_CODE_USES.most} boxes (example: --uses ${SITE_CODE_USES.usual})`);
  const config = preparedConfigOf(context, options.config);
  const made = await withState(config, async (state) => {
    const known =
      replace === undefined
        ? undefined
        : await state.db
            .selectFrom("sensors")
            .select("venue_id")
            .where("sensor_id", "=", replace)
            .where("retired_at", "is", null)
            .executeTakeFirst();
    if (replace !== undefined && known === undefined)
      throw new CommandError(`${replace}: there is no such sensor (\`sensor list\` shows them)`);
    const venueId = await venueOf(state, known?.venue_id ?? options.venue);
    const given = { venueId, uses, ...(replace === undefined ? {} : { replaces: replace }) };
    return makeSiteCode(state, { ...given, by: COMMAND_LINE, at: context.now() });
  });
  if (made === undefined) throw new CommandError("the venue or the sensor was removed meanwhile");
  const { hostNames, port } = config.http;
  const name = hostNames[0] ?? "127.0.0.1";
  context.print(made.words.join("-"));
  context.tell(
    `${replace === undefined ? `good for ${uses} boxes` : `good for one box, which takes over ${replace}`}, until ${new Date(made.expiresAt).toISOString()}; on each: sudo probewarden-agent join '${joinLink(`https://${name.includes(":") ? `[${name}]` : name}:${port}`, made.words)}'`,
  );
}
