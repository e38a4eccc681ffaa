import type { Random } from "../../fuzz/random.ts";
import type { Air, Asked, Listener } from "../air.ts";
import { channelOf } from "../channels.ts";
import { MAKES, type MakeName, type SecurityName } from "../makes.ts";
import { Radio } from "../radio.ts";
import type { AccessPointGroup } from "../scene.ts";
import { TransmitterRecord } from "../truth.ts";
import { AdvertisedNetwork } from "./advertised-network.ts";

const TU = 1_024;
const DAY = 86_400;
/** Level at one metre of what is for sale: 12 to 20 dBm of power, and antennas. */
const POWER_DBM = { least: -42, span: 12 };
/** An answer is sent within so long; one in twenty questions is lost in noise. */
const ANSWERS_WITHIN = 0.012;
const DEAF = 0.05;

/** An access point that anybody may have: beacons at its target times, answers to who asks, a counter and a clock. */
export class AccessPoint implements Listener {
  readonly record: TransmitterRecord;
  readonly networks: readonly AdvertisedNetwork[];
  readonly make: MakeName;
  readonly venue: boolean;
  readonly #air: Air;
  readonly #random: Random;
  /** Where each network has a counter of its own. */
  readonly #counters: number[] | undefined;
  readonly #until: number;

  constructor(air: Air, group: AccessPointGroup) {
    const number = air.number();
    const random = air.randomOf(number);
    this.#air = air;
    this.#random = random;
    this.venue = group.venue;
    this.make = group.make === "mixed" ? pickMake(random) : group.make;
    const radio = new Radio({
      number,
      powerDbm: group.powerDbm ?? POWER_DBM.least + random.next() * POWER_DBM.span,
      channelMhz: air.pickChannel(random, group.channel),
      place: group.at ?? air.somewhere(random),
      ppm: group.ppm ?? (random.next() - 0.5) * 40,
      ppmPerHour: group.ppmPerHour,
      startedAt: group.from - (group.upSeconds ?? (group.from > 0 ? 0 : random.next() * 30 * DAY)),
      ...(group.movesTo === undefined
        ? {}
        : { movesTo: group.movesTo, movesFrom: group.from, metresPerSecond: group.metresPerSecond }),
    });
    this.record = new TransmitterRecord(radio, "access-point");
    this.networks = networksOf(this.make, group, radio, random);
    for (const { parts } of this.networks) {
      this.record.addresses.add(parts.bssid);
      for (const ssid of [parts.ssid, ...(parts.nontransmitted ?? [])]) this.record.ssids.add(ssid);
    }
    this.#counters = group.counter === "network" ? this.networks.map(() => random.below(4096)) : undefined;
    this.#until = group.until ?? Number.POSITIVE_INFINITY;
  }

  get bssid(): number {
    return this.networks[0]?.parts.bssid ?? 0;
  }

  get security(): SecurityName {
    return this.networks[0]?.parts.security ?? "open";
  }

  /** Begins to beacon; asked for at the time at which it is switched on. */
  start(): void {
    const air = this.#air;
    air.enter(this.record);
    air.listen(this);
    for (const [index, network] of this.networks.entries()) {
      // Networks of one radio beacon one after the other within the interval, as most drivers do.
      const interval = network.parts.make.intervalTu * TU;
      const shift = Math.round((index * interval) / this.networks.length);
      const first = Math.ceil((this.record.radio.tsf(air.at) - shift) / interval) * interval + shift;
      if (this.record.radio.moves || air.isAudible(this.record.radio)) this.#beaconAt(index, network, first, interval);
      else this.#countBeacons(first, interval);
    }
    if (this.#until < air.scene.seconds) air.after(this.#until - air.at, () => this.#stop());
  }

  /** Beacons that no sensor hears: how many there are is known without making one. */
  #countBeacons(first: number, interval: number): void {
    const { radio } = this.record;
    const at = radio.timeOf(first, this.#air.at);
    const period = interval / (1e6 + radio.parts.ppm);
    const frames = 1 + Math.floor((Math.min(this.#until, this.#air.scene.seconds) - at) / period);
    if (frames > 0)
      this.record.noteAll("beacon", { firstAtSeconds: at, lastAtSeconds: at + (frames - 1) * period, frames });
  }

  get isOn(): boolean {
    return this.#air.at < this.#until;
  }

  nextSequence(index = 0): number {
    const counters = this.#counters;
    if (counters === undefined) return this.record.radio.nextSequence();
    const sequence = counters[index] ?? 0;
    counters[index] = (sequence + 1) & 4095;
    return sequence;
  }

  onAsked({ station, ssid, by }: Asked): void {
    for (const [index, network] of this.networks.entries()) {
      const isMeant = ssid === network.parts.ssid || (ssid === "" && !network.parts.hidden);
      if (!isMeant || !this.isOn || this.#random.chance(DEAF)) continue;
      this.#air.after(1e-3 + this.#random.next() * ANSWERS_WITHIN, () => {
        const { radio } = this.record;
        const octets = network.answer(station, this.nextSequence(index), radio.tsf(this.#air.at));
        this.#air.unicast(this.record, this.#air.ownerOf(by), "probe-response", octets);
      });
    }
  }

  #beaconAt(index: number, network: AdvertisedNetwork, target: number, interval: number): void {
    const air = this.#air;
    const { radio } = this.record;
    const delay = radio.timeOf(target, air.at) - air.at + air.queueing(this.#random);
    air.after(Math.max(0, delay), () => {
      if (!this.isOn) return;
      air.send(this.record, "beacon", network.beacon(this.nextSequence(index), radio.tsf(air.at)));
      this.#beaconAt(index, network, target + interval, interval);
    });
  }

  #stop(): void {
    this.#air.silence(this);
    this.#air.leave(this.record);
  }
}

function pickMake(random: Random): MakeName {
  const makes = Object.entries(MAKES) as [MakeName, { met: number }][];
  let left = random.below(makes.reduce((sum, [, { met }]) => sum + met, 0));
  for (const [name, { met }] of makes) if ((left -= met) < 0) return name;
  return "home";
}

function networksOf(name: MakeName, group: AccessPointGroup, radio: Radio, random: Random): AdvertisedNetwork[] {
  const make = MAKES[name];
  const prefix = make.prefixes.length === 0 ? 0x020000 + (random.below(0x3fff) << 2) : random.pick(make.prefixes);
  // Addresses of one radio are next to each other; two radios never share one.
  const base = prefix * 2 ** 24 + ((radio.parts.number * 16) % 2 ** 24);
  const channel = channelOf(radio.channelMhz);
  const own = group.ssid ?? `${random.pick(make.names)}${(base % 2 ** 24).toString(16).toUpperCase().padStart(6, "0")}`;
  const names = Array.from({ length: group.networks }, (_, index) =>
    index === 0 ? own : `${own}-${index}`.slice(-32),
  );
  const isSetUp = name === "set-up";
  const common = { make, channel, security: isSetUp ? ("open" as const) : group.security };
  if (group.multipleBssid)
    return [new AdvertisedNetwork({ ...common, bssid: base, ssid: own, nontransmitted: names.slice(1) })];
  return names.map(
    (ssid, index) => new AdvertisedNetwork({ ...common, bssid: base + index, ssid, hidden: group.hidden }),
  );
}
