import { CommandError } from "@probewarden/cli";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { makeClaimCode } from "../../sensors/setup/claim.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

/** Prints the code that goes onto a sensor's box: whoever puts it up types it in the browser, and it is theirs there. */
export async function printClaimCode(
  context: CommandContext,
  sensorId: string,
  options: { config?: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const made = await withState(config, (state) =>
    makeClaimCode(state, { sensorId, by: COMMAND_LINE, at: context.now() }),
  );
  if (made === undefined) throw new CommandError(`${sensorId}: there is no such sensor (\`sensor list\` shows them)`);
  context.print(made.code);
  context.tell(`${sensorId}: good once, until ${new Date(made.expiresAt).toISOString()}; write it on the box`);
}
