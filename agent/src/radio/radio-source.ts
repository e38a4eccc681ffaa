import type { HealthProblem } from "@probewarden/contract";
import type { AgentConfig } from "../main/config.ts";
import { ConfigError } from "@probewarden/cli";
import type { LiveMethod } from "./capture/capture-method.ts";
import type { FrameSource } from "./capture/frame-source.ts";
import { LiveCapture } from "./capture/live-capture.ts";
import { Recording } from "./capture/recording.ts";
import { SimulatedLevels } from "./capture/simulated-levels.ts";
import { ListeningTime, type ChannelSeconds } from "./control/listening-time.ts";
import { RadioControl } from "./control/radio-control.ts";
import { runCommand } from "./control/run-command.ts";

/** Where this sensor's frames come from, and what it can say of its listening. */
export interface RadioSource {
  source: FrameSource;
  simulatedLevels: boolean;
  /** Ways to capture live that this machine lacks; undefined where none is looked for. */
  captureMissing(): LiveMethod[] | undefined;
  /** Seconds listened per channel since the last call. */
  takeListening(): ChannelSeconds[];
  /** What a person should mend. */
  problems(): HealthProblem[];
  /** Puts the radio back as it was found. Called after the source has stopped. */
  restore(): Promise<void>;
}

const monotonicSeconds = (): number => performance.now() / 1000;

/**
 * The source that the configuration names: recordings where there are some, else the live interface. `file` is the configuration's, for
 * messages. `onBroken`: a live capture was found broken; a recording never is. Throws {@link ConfigError}.
 */
export function makeRadioSource(
  radio: AgentConfig["radio"],
  file: string,
  onBroken: () => void = () => undefined,
): RadioSource {
  if (radio.recording) return recordedSource(radio.recording);
  if (radio.interface === undefined) throw new ConfigError(`${file}: /radio/interface is missing (example: wlan1)`);
  return liveSource(radio, radio.interface, onBroken);
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
    problems: () => [],
    restore: async () => undefined,
  };
}

function liveSource(radio: AgentConfig["radio"], interfaceName: string, onBroken: () => void): RadioSource {
  const control = new RadioControl({
    interfaceName,
    channels: radio.channels,
    dwellMilliseconds: radio.dwellMilliseconds,
    setMonitorMode: radio.setMonitorMode,
    run: runCommand,
    nowSeconds: monotonicSeconds,
  });
  const live = new LiveCapture({
    interfaceName,
    method: radio.capture,
    beforeOpen: () => control.prepare(),
    onClosed: () => control.pause(),
    onBroken,
  });
  return {
    source: live,
    simulatedLevels: false,
    captureMissing: () => live.missing,
    takeListening: () => control.takeListening(),
    // Of an interface that is gone, nothing else needs to be said.
    problems: () => (live.problems().length > 0 ? live.problems() : control.problems()),
    restore: () => control.stop(),
  };
}
