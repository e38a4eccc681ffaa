import { existsSync } from "node:fs";
import { formatDoctor, hasFailed } from "../sensor/doctor-report.ts";
import { runDoctor } from "../sensor/doctor.ts";
import { checkCameras } from "./check-parts.ts";
import { lookUnjoined } from "../sensor/look-at-box.ts";
import { DEFAULT_CONFIG_FILE } from "./default-config-file.ts";
import { loadConfig } from "./load-config.ts";

/** What was asked of `doctor`. */
export interface DoctorArguments {
  config: string;
  /** Adapter to look at instead of the configuration's. */
  interface?: string;
  json: boolean;
}

/** Prints what was found; 0 when this sensor can listen and nothing else has failed, 1 when not. */
export async function doctor({ config: file, interface: name, json }: DoctorArguments): Promise<0 | 1> {
  // A box that has not joined can be looked at all the same, before somebody carries it up a ladder.
  if (file === DEFAULT_CONFIG_FILE && !existsSync(file)) {
    const report = await lookUnjoined();
    process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : formatDoctor(report));
    return 1;
  }
  const config = loadConfig(file, process.env);
  if (config.cameras.enabled) checkCameras(config, file);
  if (name !== undefined) {
    config.radio.interface = name;
    delete config.radio.adapters;
  }
  const report = await runDoctor(config, file);
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : formatDoctor(report));
  return report.canListen && !hasFailed(report) ? 0 : 1;
}
