import { adaptersOf } from "./control/adapters.ts";
import type { AgentConfig } from "../main/config.ts";
import { ConfigError } from "@probewarden/cli";
import { liveSource, type RadioSource, type SourceEvents } from "./live-source.ts";
import { Recording } from "./capture/recording.ts";
import { SimulatedLevels } from "./capture/simulated-levels.ts";
import { ListeningTime } from "./control/listening-time.ts";

const monotonicSeconds = (): number => performance.now() / 1000;

/**
 * The source that the configuration names: recordings where there are some, else the live interface. `file` is the configuration's, for
 * messages. Throws {@link ConfigError}.
 */
export function makeRadioSource(radio: AgentConfig["radio"], file: string, events: SourceEvents = {}): RadioSource {
  if (radio.recording) return recordedSource(radio.recording);
  if (adaptersOf(radio).length === 0) throw new ConfigError(`${file}: /radio/interface is missing (example: wlan1)`);
  return liveSource(radio, events);
}

function recordedSource(settings: NonNullable<AgentConfig["radio"]["recording"]>): RadioSource {
  const listening = new ListeningTime();
  const recording = new Recording({
    ...settings,
    onChannel: (channelMhz) => listening.tune(channelMhz, monotonicSeconds()),
  });
  return {
    source: settings.levels ? new SimulatedLevels(recording, settings.levels) : recording,
    simulatedLevels: settings.levels !== undefined,
    captureMissing: () => undefined,
    takeListening: () => listening.take(monotonicSeconds()),
    // A recording was made on the channels that it was made on.
    heard: () => undefined,
    stay: () => undefined,
    problems: () => [],
    restore: async () => undefined,
  };
}
