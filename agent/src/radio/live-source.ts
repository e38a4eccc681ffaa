import type { AdapterHealth, HealthProblem } from "@probewarden/contract";
import { adaptersOf, type Adapter } from "./control/adapters.ts";
import type { AgentConfig } from "../main/config.ts";
import type { LiveMethod } from "./capture/capture-method.ts";
import type { FrameSource } from "./capture/frame-source.ts";
import type { Obstacle } from "./canaries/canary-sender.ts";
import { addressOf } from "./capture/link-state.ts";
import { LiveCapture } from "./capture/live-capture.ts";
import { SeveralCaptures } from "./capture/several-captures.ts";
import { channelMhz } from "./control/channel-plan.ts";
import { RadioControl } from "./control/radio-control.ts";
import { Regulatory } from "./control/regulatory.ts";
import { runCommand } from "./control/run-command.ts";
import type { ChannelSeconds } from "./control/listening-time.ts";
import { SharedListening } from "./control/shared-listening.ts";
import { keepsFromHearing } from "./listening.ts";

/** Where this sensor's frames come from, and what it can say of its listening. */
export interface RadioSource {
  source: FrameSource;
  simulatedLevels: boolean;
  /** Where several adapters listen: the numbers of those that share channels with another. */
  overlappingAdapters?: readonly number[];
  /** The adapters as `health` tells them, levels apart; absent where recordings are played. */
  adapters?(): AdapterHealth[];
  /** The channel on which a frame can be sent now, in MHz; else why none can be. Absent where recordings are played. */
  maySend?(): number | Obstacle;
  /** Sends a frame on that channel. Throws where the radio does not take it. */
  inject?(frame: Uint8Array): void;
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

/** What is told of a live source while it runs. */
export interface SourceEvents {
  /** A live capture was found broken; a recording never is. */
  onBroken?: () => void;
  /** A radio came to a channel, or left it, at this moment of the host's clock. */
  onCame?: (channelMhz: number, atSeconds: number) => void;
  onLeft?: (channelMhz: number, atSeconds: number) => void;
}

const monotonicSeconds = (): number => performance.now() / 1000;

/** One adapter: what captures, and what tunes it. */
interface Ear {
  name: string;
  live: Pick<LiveCapture, "problems" | "missing">;
  control: Pick<RadioControl, "problems"> & Partial<Pick<RadioControl, "country" | "notHeard">>;
}

/** The live interfaces of the configuration as one source. */
export function liveSource(radio: AgentConfig["radio"], events: SourceEvents): RadioSource {
  const adapters = adaptersOf(radio);
  const listening = new SharedListening({
    onCame: (mhz) => events.onCame?.(mhz, Date.now() / 1000),
    onLeft: (mhz) => events.onLeft?.(mhz, Date.now() / 1000),
  });
  const regulatory = new Regulatory({
    run: runCommand,
    ...(radio.country === undefined ? {} : { country: radio.country }),
  });
  const ears = adapters.map(({ interfaceName, channels, isNamedPlan }, number) => {
    const control = new RadioControl({
      interfaceName,
      channels,
      isNamedPlan,
      regulatory,
      dwellMilliseconds: radio.dwellMilliseconds,
      setMonitorMode: radio.setMonitorMode,
      run: runCommand,
      nowSeconds: monotonicSeconds,
      onTune: (mhz) => listening.tune(number, mhz, monotonicSeconds()),
    });
    const live = new LiveCapture({
      interfaceName,
      method: radio.capture,
      beforeOpen: () => control.prepare(),
      onClosed: () => control.pause(),
      // While another hears, nobody has fallen silent because of this one.
      onBroken: () => void (ears.every((ear) => isDeaf(ear)) && events.onBroken?.()),
    });
    return { name: interfaceName, control, live };
  });
  const [first] = ears;
  return {
    source: ears.length === 1 && first !== undefined ? first.live : new SeveralCaptures(ears.map(({ live }) => live)),
    simulatedLevels: false,
    ...(ears.length > 1 ? { overlappingAdapters: overlapping(adapters) } : {}),
    maySend: () => sendingEar(ears).where,
    inject: (frame) => sendingEar(ears).live?.inject(frame),
    adapters: () => ears.map(adapterHealth),
    captureMissing: () => first?.live.missing,
    takeListening: () => listening.take(monotonicSeconds()),
    heard: (mhz) => {
      for (const { control } of ears) control.heard(mhz);
    },
    stay: (suspect, mhz) => {
      for (const { control } of ears) control.stay(suspect, mhz);
    },
    problems: () => problemsOf(ears),
    restore: async () => void (await Promise.all(ears.map(({ control }) => control.stop()))),
  };
}

/** The first adapter that may send where it is now; else why the first cannot. */
function sendingEar(ears: readonly { live: LiveCapture; control: RadioControl }[]): {
  where: number | Obstacle;
  live?: LiveCapture;
} {
  let why: Obstacle = "no-injection";
  for (const { live, control } of ears.filter((ear) => ear.live.canInject)) {
    const where = control.maySend();
    if (typeof where === "number") return { where, live };
    why = where;
  }
  return { where: why };
}

function adapterHealth(ear: Ear): AdapterHealth {
  const { name, control } = ear;
  const address = addressOf(name);
  const notHeard = control.notHeard?.join(", ") ?? "";
  return {
    interface: name,
    hears: !isDeaf(ear),
    ...(address === undefined ? {} : { address }),
    ...(control.country === undefined ? {} : { country: control.country }),
    ...(notHeard === "" ? {} : { notHeard: notHeard.slice(0, 300) }),
  };
}

/** Of an interface that is gone, nothing else needs to be said. */
const problemsOfOne = ({ live, control }: Ear): HealthProblem[] =>
  live.problems().length > 0 ? live.problems() : control.problems();

const isDeaf = (ear: Ear): boolean => problemsOfOne(ear).some(keepsFromHearing);

/** What a person should mend. While one adapter hears, that another does not is a trouble of that one, and no silence of the sensor. */
export function problemsOf(ears: readonly Ear[]): HealthProblem[] {
  const isAnyHearing = ears.some((ear) => !isDeaf(ear));
  return ears.flatMap((ear) =>
    problemsOfOne(ear).map((problem): HealthProblem => {
      if (!isAnyHearing || !keepsFromHearing(problem)) return problem;
      return {
        code: "adapter-away",
        text: `${ear.name} does not hear, and the other adapters go on: ${problem.text}`,
        facts: { interface: ear.name, cause: problem.code },
      };
    }),
  );
}

/** Numbers of the adapters that share channels with another. */
export function overlapping(adapters: readonly Pick<Adapter, "channels">[]): number[] {
  const visitors = new Map<number, number[]>();
  for (const [number, { channels }] of adapters.entries())
    for (const mhz of new Set(channels.map(channelMhz)))
      if (mhz !== undefined) visitors.set(mhz, [...(visitors.get(mhz) ?? []), number]);
  return [...new Set([...visitors.values()].filter((numbers) => numbers.length > 1).flat())].toSorted((a, b) => a - b);
}
