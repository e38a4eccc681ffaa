import type { HealthProblemCode, Problem, ProblemFacts } from "@probewarden/contract";
import {
  makeChannelPlan,
  missingChannels,
  type AdapterChannels,
  type Channel,
  type ChannelName,
  type ChannelPlan,
} from "./channel-plan.ts";
import { HopPlanner } from "./hop-planner.ts";
import { isLinkUp, parseIwDev, parseIwPhy, type IwInterface } from "./iw-output.ts";
import { ListeningTime, type ChannelSeconds } from "./listening-time.ts";
import type { Regulatory } from "./regulatory.ts";
import type { RunCommand } from "./run-command.ts";

/** Something that a person should know about the radio, as `health` reports it. */
export type RadioProblem = Problem<
  Extract<
    HealthProblemCode,
    "no-monitor-mode" | "channel-forbidden" | "channel-refused" | "channel-fixed" | "country-refused"
  >
>;

/** Built with the configuration's `radio` settings and what it acts through. */
export interface RadioControlOptions {
  interfaceName: string;
  channels: readonly ChannelName[];
  dwellMilliseconds: number;
  setMonitorMode: boolean;
  run: RunCommand;
  /** Seconds on a clock that only runs forward. */
  nowSeconds: () => number;
  /** From now on this channel is heard, in MHz; 0 where nobody knows which; undefined: nothing is. */
  onTune?: (channelMhz: number | undefined) => void;
  /** The rules of the country; without them they are not looked at. */
  regulatory?: Regulatory;
  /** The plan was named by its bands, and means what of them the country allows: see {@link missingChannels}. */
  isNamedPlan?: boolean;
}

const SIX_GHZ_FROM_MHZ = 5_925;
/** Channels that fail one after the other before hopping is given up until the next opening. */
const MAX_FAILURES = 10;
/** Failures in a row of one channel, while others can be tuned, after which it is left out until the next opening. */
const MAX_FAILURES_OF_ONE = 3;

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
  private plan: ChannelPlan = { channels: [], forbidden: [], refused: [] };
  private planner = new HopPlanner([], 0);
  private before: Before | undefined;
  /** The mode was changed by us. */
  private switched = false;
  private failures = 0;
  /** Failures in a row, by channel in MHz. */
  private readonly failuresOf = new Map<number, number>();
  private hasTuned = false;
  private domain: string | undefined;
  private tunedMhz: number | undefined;
  /** Where nobody may begin to send; undefined: nobody says, and then nowhere. */
  private silentMhz: ReadonlySet<number> | undefined;
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
    this.failuresOf.clear();
    this.hasTuned = false;
    const known = await this.interface();
    if (!known) return this.asItIs();
    this.before ??= { type: known.type, up: await this.isUp(), channelMhz: known.channelMhz };
    if (known.type === "monitor" || !this.options.setMonitorMode) await this.bringUp();
    else await this.switchToMonitor();
    this.domain = await this.options.regulatory?.of(known.phy);
    this.setPlan(makeChannelPlan(this.options.channels, await this.channelsOf(known.phy)));
    if (this.plan.channels.length === 0) return this.listen(known.channelMhz ?? 0);
    this.hop();
  }

  /** A frame was heard on this channel: where much is sent, the radio stays longer. */
  heard(channelMhz: number): void {
    this.planner.heard(channelMhz);
  }

  /** More of this suspect would strengthen what is held against him. */
  stay(suspect: string, channelMhz: number): void {
    this.planner.stay(suspect, channelMhz, this.options.nowSeconds());
  }

  problems(): RadioProblem[] {
    const ofCountry = this.options.regulatory?.problem();
    return [...this.found.values(), ...(ofCountry === undefined ? [] : [ofCountry])];
  }

  /** Channels of the plan that are not listened to. */
  get notHeard(): readonly ChannelName[] {
    return [...this.plan.forbidden, ...this.plan.refused];
  }

  /**
   * The channel that the radio is on, in MHz, if a station may begin to send there by the rules in force: a country is set, and the channel has
   * neither radar nor a ban on beginning. Never in the 6 GHz band, where questions are bound to more than that. Else why not.
   */
  maySend(): number | "no-country" | "no-channel" {
    if (this.domain === undefined || this.domain === "00") return "no-country";
    const { tunedMhz = 0, silentMhz } = this;
    const isOpen = tunedMhz > 0 && tunedMhz < SIX_GHZ_FROM_MHZ && silentMhz?.has(tunedMhz) === false;
    return isOpen && this.plan.channels.some(({ mhz }) => mhz === tunedMhz) ? tunedMhz : "no-channel";
  }

  /** The regulatory domain that the radio follows; undefined where nobody says. */
  get country(): string | undefined {
    return this.domain;
  }

  /** Seconds listened per channel since the last call; channel 0 where it is not known. */
  takeListening(): ChannelSeconds[] {
    return this.listening.take(this.options.nowSeconds());
  }

  /** The interface cannot be heard now: no channel gets these seconds. */
  pause(): void {
    this.active = false;
    clearTimeout(this.timer);
    this.listen(undefined);
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

  private async channelsOf(phy: number): Promise<AdapterChannels | undefined> {
    const answer = await this.options.run("iw", [`phy#${phy}`, "info"]);
    const radio = answer.ok ? parseIwPhy(answer.stdout)[0] : undefined;
    this.silentMhz = radio?.silentMhz;
    return radio && radio.availableMhz.size > 0 ? radio : undefined;
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
    this.listen(0);
  }

  private listen(channelMhz: number | undefined): void {
    this.tunedMhz = channelMhz;
    this.listening.tune(channelMhz, this.options.nowSeconds());
    this.options.onTune?.(channelMhz);
  }

  private setPlan(plan: ChannelPlan): void {
    this.plan = plan;
    this.planner = new HopPlanner(
      plan.channels.map(({ mhz }) => mhz),
      this.options.dwellMilliseconds / 1000,
    );
    const missing = missingChannels(plan, this.options.isNamedPlan ?? false);
    this.name("channel-forbidden", `The regulatory domain ${this.domain ?? ""} has no channel`, missing.forbidden);
    this.name("channel-refused", "The adapter has no channel", missing.refused);
  }

  /** Names the channels that are not listened to, for one of the two reasons. */
  private name(code: RadioProblem["code"], text: string, channels: readonly ChannelName[]): void {
    this.found.delete(code);
    if (channels.length === 0) return;
    const all = channels.join(", ");
    const country = code === "channel-forbidden" && this.domain !== undefined ? { country: this.domain } : {};
    this.note(code, `${text} ${all}.`, { channels: all.length > 128 ? `${all.slice(0, 127)}…` : all, ...country });
  }

  private hop(): void {
    if (this.plan.channels.length === 0) return;
    const { channelMhz, seconds } = this.planner.next(this.options.nowSeconds());
    const channel = this.plan.channels.find(({ mhz }) => mhz === channelMhz);
    if (channel === undefined) return;
    this.hopping = this.tune(channel).then(() => {
      const alone = this.plan.channels.length === 1 && this.failures === 0;
      if (!this.active || alone || this.failures >= MAX_FAILURES) return;
      this.timer = setTimeout(() => this.hop(), 1000 * seconds);
    });
  }

  private async tune(channel: Channel): Promise<void> {
    const { name, mhz } = channel;
    // While the radio changes channel it hears neither.
    this.listen(undefined);
    // The numbers of 6 GHz are those of 2.4 and 5 GHz again, and iw takes them for these.
    const tuned = await (typeof name === "number"
      ? this.iw("set", "channel", String(name))
      : this.iw("set", "freq", String(mhz)));
    if (!this.active) return;
    if (tuned) {
      this.failures = 0;
      this.failuresOf.delete(mhz);
      this.hasTuned = true;
      this.found.delete("channel-fixed");
      return this.listen(mhz);
    }
    this.failures++;
    this.failuresOf.set(mhz, (this.failuresOf.get(mhz) ?? 0) + 1);
    if (this.hasTuned && (this.failuresOf.get(mhz) ?? 0) >= MAX_FAILURES_OF_ONE) this.leaveOut(channel);
    if (this.failures < MAX_FAILURES) return;
    this.note("channel-fixed", "The channel cannot be set; the interface is used on whatever channel it listens.");
    this.listen(0);
  }

  /** The driver lists a channel and does not take it: others get its time, and it is told. */
  private leaveOut({ name }: Channel): void {
    const { channels, forbidden, refused } = this.plan;
    if (channels.length === 1) return;
    this.setPlan({ channels: channels.filter((each) => each.name !== name), forbidden, refused: [...refused, name] });
  }

  private note(code: RadioProblem["code"], text: string, facts: ProblemFacts = {}): void {
    this.found.set(code, { code, text, facts: { interface: this.options.interfaceName, ...facts } });
  }
}
