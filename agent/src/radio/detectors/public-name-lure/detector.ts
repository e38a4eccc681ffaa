import type { SharedClock } from "../../air/shared-clock.ts";
import { isLocallyAdministered } from "../../dot11/address.ts";
import { hasPrivacy, isOpen } from "../../dot11/capability.ts";
import { hasFittingElements } from "../../dot11/element-form.ts";
import { FRAME_KINDS, FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import type { Frame } from "../../dot11/frame.ts";
import { nameOf } from "../../venue/network-name.ts";
import { PUBLIC_NETWORKS } from "../../venue/public-networks.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import { hasNoBeat } from "../impossible-beacon/false-clocks.ts";
import type { EvidenceCode } from "../weights.ts";
import { PUBLIC_NAME_LURE_EVIDENCE } from "./evidence.ts";
import { PUBLIC_NAME_LURE } from "./figures.ts";
import { Forwarding } from "./forwarding.ts";
import { isPoor } from "./poverty.ts";

/** Addresses and names listed in an observation, and channels remembered: more than there are. */
const LISTED = 16;
const CHANNELS = 128;
/** Addresses of one radio that wear public names; more say nothing more. */
const WORN = 64;

/** An address that wears somebody's open network. */
interface Worn {
  owner: number;
  poor: boolean;
  /** Key of the name, and the name in hex. */
  name: number;
  spelled: string;
}

/** Open networks of operators and chains, several behind one radio that is none of theirs. */
export class PublicNameLure implements Detector {
  readonly id = "public-name-lure";
  readonly version = 5;
  readonly looksFor = "One transmitter that offers the open networks of several operators or chains.";
  readonly innocentCauses = [
    "An access point that several operators share: list it in the inventory.",
    "A test of the venue's own security system.",
    "An operator's access point whose line is down, or that was left behind when the service ended.",
  ];
  readonly evidence = PUBLIC_NAME_LURE_EVIDENCE;
  readonly hears = [
    FrameKind.beacon,
    FrameKind.probeResponse,
    FrameKind.authentication,
    FrameKind.associationResponse,
    FrameKind.reassociationResponse,
    FrameKind.deauthentication,
    FrameKind.disassociation,
    FrameKind.action,
    FrameKind.rts,
    FrameKind.blockAckRequest,
    FrameKind.blockAck,
    FrameKind.ack,
    ...Array.from({ length: FRAME_KINDS / 4 }, (_, subtype) => kindOf(FrameType.Data, subtype)),
  ];
  /** What a radio wears, by address: it is forgotten with the radio. */
  readonly #worn = new WeakMap<SharedClock, Map<number, Worn>>();
  /** When a channel was heard first, by its frequency. */
  readonly #channels = new Map<number, number>();
  readonly #forwarding: Forwarding;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    this.#forwarding = new Forwarding(seed);
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.kind !== FrameKind.beacon) this.#forwarding.hear(frame, context);
    if (frame.kind === FrameKind.beacon || frame.kind === FrameKind.probeResponse) this.#advertised(frame, context);
  }

  #advertised(frame: Frame, context: DetectorContext): void {
    if (!context.timeIsKnown || frame.transmitter !== frame.bssid) return;
    if (!this.#channels.has(frame.channelMhz) && this.#channels.size < CHANNELS)
      this.#channels.set(frame.channelMhz, context.atSeconds);
    // Most networks are encrypted: a comparison spares the look-up of their names.
    if (hasPrivacy(frame)) return;
    const owner = PUBLIC_NETWORKS.owners.get(nameOf(frame));
    if (owner === undefined) return;
    const clock = context.radioClocks.clockOf(frame.bssid);
    const member = clock?.members.get(frame.bssid);
    if (clock === undefined || member === undefined) return;
    const isNew = this.#worn.get(clock)?.has(frame.bssid) !== true;
    if (!isNew && member.beacons % PUBLIC_NAME_LURE.again !== 0) return;
    if (frame.mayBeDamaged && !hasFittingElements(frame)) return;
    if (!isOpen(frame)) return;
    const name = nameOf(frame);
    if (isVenues(frame.bssid, name, context)) return;
    if (frame.kind === FrameKind.beacon) this.#forwarding.follow(frame, context);
    const spelled = context.venue.speakableOf(frame) ?? "";
    this.#look(clock, { owner, poor: isPoor(frame.elements) && !frame.elementsCut, name, spelled }, frame, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    // What is old of a radio is forgotten with it.
    this.#forwarding.expire(atSeconds);
  }

  forgotten(): Record<string, number> {
    return { "public-name-lure-networks": this.#forwarding.forgotten };
  }

  #look(clock: SharedClock, it: Worn, frame: Frame, context: DetectorContext): void {
    let worn = this.#worn.get(clock);
    if (worn === undefined) this.#worn.set(clock, (worn = new Map()));
    for (const [address, { name }] of worn)
      if (!clock.members.has(address) || isVenues(address, name, context)) worn.delete(address);
    if (worn.has(frame.bssid) || worn.size < WORN) worn.set(frame.bssid, it);
    const ownersWorn = new Set([...worn.values()].map(({ owner }) => owner));
    const owners = ownersWorn.size;
    const cities = [...ownersWorn].filter((owner) => PUBLIC_NETWORKS.cities.has(owner)).length;
    // Of a radio that has others, they are known by then.
    if (owners < PUBLIC_NAME_LURE.ownersAtLeast && clock.beacons < PUBLIC_NAME_LURE.again) return;
    const addresses = [...worn.keys()];
    if (owners < PUBLIC_NAME_LURE.ownersAtLeast) this.#sayWithoutData(it, frame, context);
    const isNew = this.#isNew(clock, context) ? 1 : 0;
    const withoutData = addresses.some((each) => this.#forwarding.silenceOf(each, context) !== undefined) ? 1 : 0;
    const poor = [...worn.values()].every((each) => each.poor) ? 1 : 0;
    const local = addresses.every(isLocallyAdministered) ? 1 : 0;
    const withoutBeat = addresses.every((address) => keepsNoBeat(address, context)) ? 1 : 0;
    const contradicted = cities >= PUBLIC_NAME_LURE.cities ? PUBLIC_NAME_LURE.reasonsOfCities : 0;
    // What has just come back after a power cut has no line yet, either: of the two one counts.
    const ofItsPlace =
      withoutBeat + contradicted + (isNew === 0 && owners >= PUBLIC_NAME_LURE.ownersAtLeast ? withoutData : 0);
    const code = codeOf(owners, isNew + poor + local, ofItsPlace);
    if (code === undefined) return;
    context.observe(
      this,
      {
        code,
        subject: { kind: "transmitter", address: addresses[0]! },
        transmitters: addresses.slice(0, LISTED),
        transmitterCount: addresses.length,
        shownBy: addresses,
        targets: [],
        facts: [
          { name: "owners-of-the-names", value: owners },
          { name: "addresses-of-one-clock", value: clock.size },
          { name: "reasons", value: isNew + poor + local + ofItsPlace },
          { name: "is-new", value: isNew },
          { name: "is-poor", value: poor },
          { name: "is-local", value: local },
          { name: "is-without-beat", value: withoutBeat },
          { name: "cities-of-the-names", value: cities },
          { name: "is-without-data", value: withoutData },
        ],
        names: [...new Set([...worn.values()].map(({ spelled }) => spelled))]
          .filter((it) => it !== "")
          .slice(0, LISTED),
      },
      frame,
    );
  }

  /** The networks of one owner, of which no more is said than that this one gives its stations nothing. */
  #sayWithoutData({ spelled }: Worn, frame: Frame, context: DetectorContext): void {
    const { bssid } = frame;
    const silence = this.#forwarding.silenceOf(bssid, context);
    if (silence === undefined) return;
    context.observe(
      this,
      {
        code: "public-name-without-data",
        subject: { kind: "transmitter", address: bssid },
        transmitters: [bssid],
        transmitterCount: 1,
        targets: [],
        facts: [
          { name: "stations-let-in", value: silence.joined },
          { name: "seconds-asked-in", value: silence.asked },
          { name: "seconds-answered-in", value: silence.answered },
          { name: "seconds-listened-for-data", value: Math.round(silence.listened) },
        ],
        names: spelled === "" ? [] : [spelled],
      },
      frame,
    );
  }

  /** Whether the radio was just switched on, or came to where it was not heard although its channel was listened to. */
  #isNew(clock: SharedClock, { accessPoints, atSeconds }: DetectorContext): boolean {
    if (atSeconds - clock.startedAt < PUBLIC_NAME_LURE.youngSeconds) return true;
    const listenedSince = this.#channels.get(clock.channelMhz) ?? Infinity;
    const levelDbm = accessPoints.get(clock.first)?.levelDbm ?? Number.NaN;
    return clock.since - listenedSince >= PUBLIC_NAME_LURE.listenedSeconds && levelDbm >= PUBLIC_NAME_LURE.nearDbm;
  }
}

/** Whether a network is the venue's by its list: by its address, or by its name. */
function isVenues(address: number, name: number, { venue }: DetectorContext): boolean {
  return venue.network(address) !== undefined || venue.networksNamed(name).length > 0;
}

/** What so many owners' names on one radio are, with so many reasons of its kind and place, which hotspots have as well, and with so many more. */
function codeOf(owners: number, ofItsKind: number, more: number): EvidenceCode | undefined {
  const { owners: enough, ownersAtLeast, reasons, reasonsOfTwo, reasonsOfOne } = PUBLIC_NAME_LURE;
  const found = ofItsKind + more;
  if (owners < ownersAtLeast) return found >= reasonsOfOne ? "public-name-of-a-newcomer" : undefined;
  if (owners < enough && found < reasons) return undefined;
  return found >= (owners >= enough ? reasons : reasonsOfTwo) ? "lure-of-one-radio" : "public-names-of-one-radio";
}

function keepsNoBeat(address: number, { accessPoints }: DetectorContext): boolean {
  const known = accessPoints.get(address);
  return known !== undefined && hasNoBeat(known);
}
