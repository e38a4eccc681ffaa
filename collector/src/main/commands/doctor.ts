import { CommandError, ConfigError, explainError } from "@probewarden/cli";
import { preparedConfigOf, type CommandContext } from "../command-context.ts";
import { formatReport, reportOf, type DoctorReport } from "../doctor/report.ts";
import { runDoctor } from "../doctor/run-doctor.ts";
import { findConfigFile } from "../load-config.ts";

/** Looks at everything that a collector needs and prints what is wrong and what to do. Fails when something is, or could not be looked at. */
export async function doctor(context: CommandContext, options: { config?: string; json?: boolean }): Promise<void> {
  const print = (report: DoctorReport): void =>
    context.print(options.json === true ? JSON.stringify(report, undefined, 2) : formatReport(report));
  try {
    const config = preparedConfigOf(context, options.config);
    const file = options.config ?? findConfigFile(context.environment) ?? "the environment, with the defaults,";
    const report = await runDoctor(config, file, context.now);
    print(report);
    const open = report.checks.filter(({ state }) => state === "failed" || state === "unknown");
    if (open.length > 0) throw new CommandError(`not well: ${[...new Set(open.map(({ id }) => id))].join(", ")}`);
  } catch (error) {
    // A program that asks for JSON gets it, whatever is wrong; a person reads the line of the failure.
    if (error instanceof ConfigError && options.json === true)
      print(reportOf([{ id: "configuration", state: "failed", says: explainError(error).line }]));
    throw error;
  }
}
