import type { HealthProblemCode, Problem, ProblemFacts } from "@probewarden/contract";
import { makeChannelPlan, type ChannelPlan } from "./channel-plan.ts";
import { isLinkUp, parseIwDev, parseIwPhy, type IwInterface } from "./iw-output.ts";
import { ListeningTime, type ChannelSeconds } from "./listening-time.ts";
import type { RunCommand } from "./run-command.ts";

/** Something that a person should know about the radio, as `health` reports it. */
export type RadioProblem = Problem<Extract<HealthProblemCode, "no-monitor-mode" | "channel-refused" | "channel-fixed">>;

/** Built with the configuration's `radio` settings and what it acts through. */
export interface RadioControlOptions {
  interfaceName: string;
  channels: readonly number[];
  dwellMilliseconds: number;
  setMonitorMode: boolean;
  run: RunCommand;
  /** Seconds on a clock that only runs forward. */
  nowSeconds: () => number;
}

/** Channels that fail one after the other before hopping is given up until the next opening. */
const MAX_FAILURES = 10;

/** How the interface was found, and is left. */
interface Before {
  type: string;
  up: boolean;
  channelMhz: number | undefined;
}

/** Monitor mode and hopping through `ip` and `iw` (nl80211). What cannot be changed is used as it is; what was changed is put back by `stop`. */
export class RadioControl {
  private readonly options: RadioControlOptions;
  private readonly listening = new ListeningTime();
  private readonly found = new Map<RadioProblem["code"], RadioProblem>();
  private plan: ChannelPlan = { channels: [], refused: [] };
  private before: Before | undefined;
  /** The mode was changed by us. */
  private switched = false;
  private position = 0;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private hopping: Promise<void> = Promise.resolve();
  private active = false;

  constructor(options: RadioControlOptions) {
    this.options = options;
  }

  /** Prepares the interface and starts hopping. Also after it was re-created: the new one is in managed mode again. */
  async prepare(): Promise<void> {
    this.pause();
    await this.hopping;
    this.active = true;
    this.failures = 0;
    const known = await this.interface();
    if (!known) return this.asItIs();
    this.before ??= { type: known.type, up: await this.isUp(), channelMhz: known.channelMhz };
    if (known.type === "monitor" || !this.options.setMonitorMode) await this.bringUp();
    else await this.switchToMonitor();
    const available = await this.availableMhz(known.phy);
    this.plan = makeChannelPlan(this.options.channels, available);
    this.found.delete("channel-refused");
    if (this.plan.refused.length > 0)
      this.note(
        "channel-refused",
        `The adapter or the regulatory domain has no channel ${this.plan.refused.join(", ")}.`,
        { channels: this.plan.refused.join(", ").slice(0, 128) },
      );
    if (this.plan.channels.length === 0) return this.listening.tune(known.channelMhz ?? 0, this.options.nowSeconds());
    this.hop();
  }

  problems(): RadioProblem[] {
    return [...this.found.values()];
  }

  /** Seconds listened per channel since the last call; channel 0 where it is not known. */
  takeListening(): ChannelSeconds[] {
    return this.listening.take(this.options.nowSeconds());
  }

  /** The interface cannot be heard now: no channel gets these seconds. */
  pause(): void {
    this.active = false;
    clearTimeout(this.timer);
    this.listening.tune(undefined, this.options.nowSeconds());
  }

  /** Ends hopping and leaves the interface as it was found: its mode, up or down, and the channel of a monitor interface. */
  async stop(): Promise<void> {
    this.pause();
    await this.hopping;
    const { before } = this;
    this.before = undefined;
    if (!before) return;
    if (this.switched) await this.setType(before.type);
    else if (before.type === "monitor" && before.channelMhz !== undefined)
      await this.iw("set", "freq", String(before.channelMhz));
    this.switched = false;
    await this.setLink(before.up ? "up" : "down");
  }

  private async interface(): Promise<IwInterface | undefined> {
    const answer = await this.options.run("iw", ["dev"]);
    return answer.ok ? parseIwDev(answer.stdout).find(({ name }) => name === this.options.interfaceName) : undefined;
  }

  private async availableMhz(phy: number): Promise<ReadonlySet<number> | undefined> {
    const answer = await this.options.run("iw", [`phy#${phy}`, "info"]);
    const radio = answer.ok ? parseIwPhy(answer.stdout)[0] : undefined;
    return radio && radio.availableMhz.size > 0 ? radio.availableMhz : undefined;
  }

  private async switchToMonitor(): Promise<void> {
    this.switched = await this.setType("monitor");
    await this.bringUp();
    if (this.switched) this.found.delete("no-monitor-mode");
    else
      this.note(
        "no-monitor-mode",
        "The interface cannot be switched to monitor mode and is used as it is. Run doctor.",
      );
  }

  /** nl80211 changes the type of an interface that is down only; it is left down. */
  private async setType(type: string): Promise<boolean> {
    return (await this.setLink("down")) && (await this.iw("set", "type", type));
  }

  private bringUp(): Promise<boolean> {
    return this.setLink("up");
  }

  private async setLink(state: "up" | "down"): Promise<boolean> {
    return (await this.options.run("ip", ["link", "set", this.options.interfaceName, state])).ok;
  }

  /** Where nobody can say, it counts as up: so it is left then. */
  private async isUp(): Promise<boolean> {
    const answer = await this.options.run("ip", ["-o", "link", "show", "dev", this.options.interfaceName]);
    return !answer.ok || isLinkUp(answer.stdout);
  }

  private async iw(...words: string[]): Promise<boolean> {
    return (await this.options.run("iw", ["dev", this.options.interfaceName, ...words])).ok;
  }

  /** Not an interface of nl80211: no mode to set, no channel to choose. */
  private asItIs(): void {
    this.note("channel-fixed", "iw does not know the interface; it is used as it is, on whatever channel it listens.");
    this.listening.tune(0, this.options.nowSeconds());
  }

  private hop(): void {
    const channel = this.plan.channels[this.position++ % this.plan.channels.length];
    if (!channel) return;
    this.hopping = this.tune(channel.number, channel.mhz).then(() => {
      const alone = this.plan.channels.length === 1 && this.failures === 0;
      if (!this.active || alone || this.failures >= MAX_FAILURES) return;
      this.timer = setTimeout(() => this.hop(), this.options.dwellMilliseconds);
    });
  }

  private async tune(number: number, mhz: number): Promise<void> {
    const { nowSeconds } = this.options;
    // While the radio changes channel it hears neither.
    this.listening.tune(undefined, nowSeconds());
    const tuned = await this.iw("set", "channel", String(number));
    if (!this.active) return;
    if (tuned) {
      this.failures = 0;
      this.found.delete("channel-fixed");
      return this.listening.tune(mhz, nowSeconds());
    }
    this.failures++;
    if (this.failures < MAX_FAILURES) return;
    this.note("channel-fixed", "The channel cannot be set; the interface is used on whatever channel it listens.");
    this.listening.tune(0, nowSeconds());
  }

  private note(code: RadioProblem["code"], text: string, facts: ProblemFacts = {}): void {
    this.found.set(code, { code, text, facts: { interface: this.options.interfaceName, ...facts } });
  }
}
