import type { Air, Asked, Listener } from "../../air.ts";
import { channelOf } from "../../channels.ts";
import { MAKES } from "../../makes.ts";
import type { BoxOfScene } from "../../scene.ts";
import { AdvertisedNetwork } from "../advertised-network.ts";
import { Box } from "./box.ts";

const TU = 1_024;
/** A responder's program needs so long. */
const ANSWERS_AFTER = 2e-3;
const ANSWERS_WITHIN = 4e-3;
/** Names that a box with a list tries; they are everybody's (agent/data/public-networks.yaml). */
const KNOWN = [
  "CMCC",
  "ChinaNet",
  "ChinaUnicom",
  "Airport-Free-WiFi",
  "i-Shanghai",
  "MyBeijing",
  "Starbucks",
  "CBN-WiFi",
];

/** A box that advertises networks that are not there: a name for each address, or any name under one. */
abstract class FalseNetworks extends Box {
  readonly #networks = new Map<string, AdvertisedNetwork>();

  /** A network of this box, by name; `bssid` counts from its first address. */
  protected network(ssid: string, index: number): AdvertisedNetwork {
    const known = this.#networks.get(ssid);
    if (known !== undefined) return known;
    const { number } = this.record.radio.parts;
    const bssid = 0x02_13_37_00_00_00 + number * 256 + index;
    const channel = channelOf(this.record.radio.channelMhz);
    const made = new AdvertisedNetwork({ bssid, ssid, security: "open", make: MAKES.hotspot, channel });
    this.#networks.set(ssid, made);
    this.record.addresses.add(bssid);
    this.record.ssids.add(ssid);
    return made;
  }

  protected get networks(): number {
    return this.#networks.size;
  }

  /** Beacons it from now on, at the target times of the one clock. */
  protected advertise(network: AdvertisedNetwork): void {
    const interval = network.parts.make.intervalTu * TU;
    const { radio } = this.record;
    const target = Math.ceil(radio.tsf(this.air.at) / interval) * interval;
    this.#beaconAt(network, target, interval);
  }

  protected answer(network: AdvertisedNetwork, { station, by }: Asked): void {
    this.air.after(ANSWERS_AFTER + this.random.next() * ANSWERS_WITHIN, () => {
      const { radio } = this.record;
      const octets = network.answer(station, radio.nextSequence(), radio.tsf(this.air.at));
      this.air.unicast(this.record, this.air.ownerOf(by), "probe-response", octets);
    });
  }

  #beaconAt(network: AdvertisedNetwork, target: number, interval: number): void {
    const { radio } = this.record;
    const wait = radio.timeOf(target, this.air.at) - this.air.at + this.air.queueing(this.random);
    this.air.after(Math.max(0, wait), () => {
      if (!this.isOn) return;
      this.air.send(this.record, "beacon", network.beacon(radio.nextSequence(), radio.tsf(this.air.at)));
      this.#beaconAt(network, target + interval, interval);
    });
  }
}

/** KARMA: one address that is whatever network is asked for. */
export class Karma extends FalseNetworks implements Listener {
  protected begin(): void {
    this.air.listen(this);
    this.advertise(this.network("Free-WiFi", 0));
  }

  onAsked(asked: Asked): void {
    // All names stand behind its one address.
    if (this.isOn && asked.ssid !== "") this.answer(this.network(asked.ssid, 0), asked);
  }
}

/** MANA, loud: each name that is asked for gets an address, is answered, and is beaconed from then on. */
export class ManaLoud extends FalseNetworks implements Listener {
  readonly #begun = new Set<string>();

  protected begin(): void {
    this.air.listen(this);
    this.advertise(this.network("Free-WiFi", 0));
  }

  onAsked(asked: Asked): void {
    if (!this.isOn || asked.ssid === "") return;
    const network = this.network(asked.ssid, this.networks);
    if (!this.#begun.has(asked.ssid)) this.advertise(network);
    this.#begun.add(asked.ssid);
    this.answer(network, asked);
  }
}

/** Known beacons: the names that most phones have joined once, all at once. */
export class KnownBeacons extends FalseNetworks {
  protected begin(): void {
    for (const [index, name] of KNOWN.entries()) this.advertise(this.network(name, index));
  }
}

/** An evil twin: the venue's name without its encryption. */
export class EvilTwin extends FalseNetworks {
  readonly #ssid: string;

  constructor(air: Air, of: BoxOfScene, ssid: string) {
    super(air, of);
    this.#ssid = ssid;
  }

  protected begin(): void {
    this.advertise(this.network(this.#ssid, 0));
  }
}
