import { join } from "node:path";
import { COMMAND_ARGUMENTS, type SensorSettings } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { sixGhzName } from "../radio/control/channel-plan.ts";
import { readWholeFile, writeWholeFile } from "../supervisor/whole-file.ts";
import type { AgentConfig } from "./config.ts";

/** In the runtime folder, where every part of the sensor may read. */
const FILE = "settings.json";
const MOST_BYTES = 8_192;

const InForce = Type.Object(
  { id: Type.String({ maxLength: 48 }), settings: COMMAND_ARGUMENTS.configure },
  { additionalProperties: false },
);
/** How the collector has set this sensor; `none`: not at all. */
export type SettingsInForce = Static<typeof InForce>;
const inForce = Compile(InForce);

/** The supervisor's word to the other parts. A folder that takes nothing is as if nothing had been set, and the radio says which plan it has. */
export function writeSettingsInForce(runtimeDir: string, settings: SettingsInForce): void {
  try {
    writeWholeFile(runtimeDir, FILE, JSON.stringify(settings));
  } catch {
    // The part that starts next reads what it read before; the supervisor finds it hearing by the old plan, and says so.
  }
}

/** What holds for a part that starts now; a file that is not there, or cannot be understood, sets nothing. */
export function readSettingsInForce(runtimeDir: string): SettingsInForce {
  const read = readWholeFile(join(runtimeDir, FILE), MOST_BYTES);
  return read !== undefined && read !== "unreadable" && inForce.Check(read.json)
    ? read.json
    : { id: "none", settings: {} };
}

/** The sensor's own file, and over it what the collector has set. */
export function withSettings(
  config: AgentConfig,
  { channels = [], channelsSixGhz = [], dwellMilliseconds, logLevel }: SensorSettings,
): AgentConfig {
  const { plan, ...radio } = config.radio;
  const wanted = [...channels, ...channelsSixGhz.map(sixGhzName)];
  return {
    ...config,
    ...(logLevel === undefined ? {} : { logLevel }),
    radio: {
      ...radio,
      // Channels take the place of a plan that is named by its bands.
      ...(wanted.length > 0 ? { channels: wanted } : plan === undefined ? {} : { plan }),
      ...(dwellMilliseconds === undefined ? {} : { dwellMilliseconds }),
    },
  };
}
