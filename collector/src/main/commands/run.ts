import { once } from "node:events";
import { configOf, type CommandContext } from "../command-context.ts";
import { serve } from "../serve.ts";

/** Runs the collector until it is told to end, then ends it gracefully. A second signal ends it at once. */
export async function run(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = configOf(context, options.config);
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const collector = await serve(config, context);
  context.print(
    `Probewarden collector on ${collector.address}${config.demo ? " (DEMO)" : ""}, sensors on ${collector.mqttAddress}`,
  );
  await stopped;
  const atOnce = (): void => process.exit(1);
  process.once("SIGTERM", atOnce).once("SIGINT", atOnce);
  await collector.stop();
  process.removeListener("SIGTERM", atOnce).removeListener("SIGINT", atOnce);
}
