import type { HealthProblem } from "@probewarden/contract";
import { channelsOf } from "../main/adapters.ts";
import type { AgentConfig } from "../main/config.ts";
import { ConfigError } from "@probewarden/cli";
import type { LiveMethod } from "./capture/capture-method.ts";
import type { FrameSource } from "./capture/frame-source.ts";
import { LiveCapture } from "./capture/live-capture.ts";
import { Recording } from "./capture/recording.ts";
import { SimulatedLevels } from "./capture/simulated-levels.ts";
import { ListeningTime, type ChannelSeconds } from "./control/listening-time.ts";
import { RadioControl } from "./control/radio-control.ts";
import { Regulatory } from "./control/regulatory.ts";
import { runCommand } from "./control/run-command.ts";

/** Where this sensor's frames come from, and what it can say of its listening. */
export interface RadioSource {
  source: FrameSource;
  simulatedLevels: boolean;
  /** Ways to capture live that this machine lacks; undefined where none is looked for. */
  captureMissing(): LiveMethod[] | undefined;
  /** Seconds listened per channel since the last call. */
  takeListening(): ChannelSeconds[];
  /** A frame was heard on this channel, as its header says. */
  heard(channelMhz: number): void;
  /** A finding is held against this suspect, and more of him would strengthen it. */
  stay(suspect: string, channelMhz: number): void;
  /** What a person should mend. */
  problems(): HealthProblem[];
  /** Puts the radio back as it was found. Called after the source has stopped. */
  restore(): Promise<void>;
}

const monotonicSeconds = (): number => performance.now() / 1000;

/** What is told of a live source while it runs. */
export interface SourceEvents {
  /** A live capture was found broken; a recording never is. */
  onBroken?: () => void;
  /** A radio came to a channel, or left it, at this moment of the host's clock. */
  onCame?: (channelMhz: number, atSeconds: number) => void;
  onLeft?: (channelMhz: number, atSeconds: number) => void;
}

/**
 * The source that the configuration names: recordings where there are some, else the live interface. `file` is the configuration's, for
 * messages. Throws {@link ConfigError}.
 */
export function makeRadioSource(radio: AgentConfig["radio"], file: string, events: SourceEvents = {}): RadioSource {
  if (radio.recording) return recordedSource(radio.recording);
  if (radio.interface === undefined) throw new ConfigError(`${file}: /radio/interface is missing (example: wlan1)`);
  return liveSource(radio, radio.interface, events);
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

function liveSource(radio: AgentConfig["radio"], interfaceName: string, events: SourceEvents): RadioSource {
  const control = new RadioControl({
    interfaceName,
    channels: channelsOf(radio),
    dwellMilliseconds: radio.dwellMilliseconds,
    setMonitorMode: radio.setMonitorMode,
    run: runCommand,
    nowSeconds: monotonicSeconds,
    onTune: moves(events),
    regulatory: new Regulatory({ run: runCommand, ...(radio.country === undefined ? {} : { country: radio.country }) }),
    isNamedPlan: radio.plan !== undefined,
  });
  const live = new LiveCapture({
    interfaceName,
    method: radio.capture,
    beforeOpen: () => control.prepare(),
    onClosed: () => control.pause(),
    onBroken: () => events.onBroken?.(),
  });
  return {
    source: live,
    simulatedLevels: false,
    captureMissing: () => live.missing,
    takeListening: () => control.takeListening(),
    heard: (channelMhz) => control.heard(channelMhz),
    stay: (suspect, channelMhz) => control.stay(suspect, channelMhz),
    // Of an interface that is gone, nothing else needs to be said.
    problems: () => (live.problems().length > 0 ? live.problems() : control.problems()),
    restore: () => control.stop(),
  };
}

/** Tells the moves of a radio that is tuned from one channel to the next. */
function moves({ onCame, onLeft }: SourceEvents): (channelMhz: number | undefined) => void {
  let present: number | undefined;
  return (channelMhz) => {
    const now = Date.now() / 1000;
    if (present !== undefined) onLeft?.(present, now);
    if (channelMhz !== undefined) onCame?.(channelMhz, now);
    present = channelMhz;
  };
}
