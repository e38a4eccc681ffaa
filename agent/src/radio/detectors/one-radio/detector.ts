import type { Member, SharedClock, Turn } from "../../air/shared-clock.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { NO_NAME } from "../../venue/network-name.ts";
import { ONE_RADIO_EVIDENCE } from "./evidence.ts";
import { ONE_RADIO } from "./figures.ts";
import { ofOneCounter } from "./one-counter.ts";
import { NetworksInTurn } from "./turns.ts";

/** Addresses listed in an observation. */
const LISTED = 16;
/** Addresses of one radio remembered because their names had been asked for; more say nothing more. */
const CAME = 64;

/** Many networks that are one radio: by its clock, its counter, and when their names came. */
export class OneRadio implements Detector {
  readonly id = "one-radio";
  readonly version = 5;
  readonly looksFor = "One transmitter that pretends to be many networks at once.";
  readonly innocentCauses = [
    "A laboratory or a trade fair that shows such a device.",
    "Somebody adds networks to an access point while a phone looks for each of them.",
  ];
  readonly evidence = ONE_RADIO_EVIDENCE;
  readonly hears = [FrameKind.beacon, FrameKind.probeResponse];
  readonly #inTurn = new NetworksInTurn();
  /** When names came that had been asked for, by radio: it is forgotten with the radio. */
  readonly #came = new WeakMap<SharedClock, Map<number, number>>();

  onFrame(frame: Frame, context: DetectorContext): void {
    if (!context.timeIsKnown || frame.transmitter !== frame.bssid) return;
    const { news } = context.sharedCounters;
    const counted = news === undefined ? undefined : ofOneCounter(news, context);
    if (counted !== undefined) context.observe(this, counted, frame);
    const clock = context.radioClocks.clockOf(frame.bssid);
    if (clock === undefined) return;
    if (clock.turn?.at === context.atSeconds) this.#takeTurn(clock, clock.turn, frame, context);
    if (clock.size < ONE_RADIO.atLeast) return;
    const member = clock.members.get(frame.bssid);
    // What says that a name came when it was asked for is looked at as soon as its beacons are heard, all else now and then.
    if (member === undefined || (member.beacons > ONE_RADIO.again && member.beacons % ONE_RADIO.again !== 0)) return;
    this.#noteWhetherAsked(clock, member, context);
    const names = clock.namesWithout((address) => context.venue.network(address) !== undefined).size;
    const moments = momentsOf(this.#came.get(clock), context);
    if (moments >= ONE_RADIO.asked) this.#say("names-as-asked", clock, names, moments, frame, context);
    if (names >= ONE_RADIO.names)
      this.#say(
        clock.hasOneCounter ? "names-of-one-clock-and-counter" : "names-of-one-clock",
        clock,
        names,
        moments,
        frame,
        context,
      );
  }

  /** Another network of the radio speaks than the one that had beaconed alone. */
  #takeTurn(clock: SharedClock, turn: Turn, frame: Frame, context: DetectorContext): void {
    const names = this.#inTurn.take(clock, turn, context);
    if (names === undefined) return;
    const addresses = [...names.keys()];
    context.observe(
      this,
      {
        code: "networks-in-turn",
        subject: { kind: "transmitter", address: addresses[0]! },
        transmitters: addresses.slice(0, LISTED),
        transmitterCount: addresses.length,
        shownBy: addresses,
        targets: [],
        facts: [
          { name: "names-of-one-clock", value: new Set(names.values()).size },
          { name: "addresses-of-one-clock", value: addresses.length },
        ],
        names: [],
      },
      frame,
    );
  }

  onTick(): void {
    // What is old is forgotten with its radio.
  }

  forgotten(): Record<string, number> {
    return {};
  }

  #noteWhetherAsked(clock: SharedClock, member: Member, context: DetectorContext): void {
    const { askedNames, venue } = context;
    const { name, firstAt, beacons, address } = member;
    if (name === NO_NAME || beacons < 2 || venue.network(address) !== undefined) return;
    if (member.othersBefore === 0 || member.beaconsBefore < ONE_RADIO.beaconsPerName * (member.othersBefore + 1))
      return;
    const came = this.#came.get(clock);
    if (came !== undefined && (came.has(address) || came.size >= CAME)) return;
    if (!askedNames.wasAskedBetween(name, askedSince(clock, firstAt, context), firstAt)) return;
    if (came === undefined) this.#came.set(clock, new Map([[address, firstAt]]));
    else came.set(address, firstAt);
  }

  #say(
    code: EvidenceCode,
    clock: SharedClock,
    names: number,
    moments: number,
    frame: Frame,
    context: DetectorContext,
  ): void {
    const addresses = [...clock.members.keys()].filter((address) => context.venue.network(address) === undefined);
    if (addresses[0] === undefined) return;
    context.observe(
      this,
      {
        code,
        subject: { kind: "transmitter", address: addresses[0] },
        transmitters: addresses.slice(0, LISTED),
        transmitterCount: addresses.length,
        shownBy: addresses,
        targets: [],
        facts: [
          { name: "names-of-one-clock", value: names },
          { name: "addresses-of-one-clock", value: addresses.length },
          { name: "names-that-came-when-asked-for", value: moments },
        ],
        names: [],
      },
      frame,
    );
  }
}

/** Since when a name was asked for that came then: a radio that hops hears a question, and what comes of it a few stays later. */
function askedSince({ channelMhz }: SharedClock, firstAt: number, { listenedTime }: DetectorContext): number {
  return Math.max(
    listenedTime.since(channelMhz, ONE_RADIO.askedSeconds, firstAt),
    firstAt - ONE_RADIO.askedAtMostSeconds,
  );
}

/** How many moments, apart from each other, there are, without what the venue's list has come to name since. */
function momentsOf(came: ReadonlyMap<number, number> | undefined, { venue }: DetectorContext): number {
  let moments = 0;
  let latest = -Infinity;
  const strangers = [...(came ?? [])].filter(([address]) => venue.network(address) === undefined);
  for (const at of strangers.map(([, at]) => at).sort((left, right) => left - right)) {
    if (at - latest < ONE_RADIO.momentSeconds) continue;
    moments++;
    latest = at;
  }
  return moments;
}
