import { loadConfig } from "../main/load-config.ts";
import { formatDoctor } from "./doctor-report.ts";
import { runDoctor } from "./doctor.ts";

/** The command `doctor`: prints the report; the exit code is 0 when the sensor can listen. Throws ConfigError. */
export async function printDoctor(file: string, json: boolean): Promise<void> {
  const report = await runDoctor(loadConfig(file, process.env), file);
  const text = json ? `${JSON.stringify(report)}\n` : formatDoctor(report);
  await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  // A native capture on a quiet interface does not close and would keep the process.
  process.exit(report.canListen ? 0 : 1);
}
