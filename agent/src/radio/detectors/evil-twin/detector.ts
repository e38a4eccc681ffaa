import type { Fact, InventoryEntry } from "@probewarden/contract";
import { NO_ADDRESS, parseAddress, areNeighbours } from "../../dot11/address.ts";
import { hasFittingElements } from "../../dot11/element-form.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import type { Frame } from "../../dot11/frame.ts";
import { SIGNS } from "../../air/listed-senders.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { Venue } from "../../venue/venue.ts";
import type { Detector, DetectorContext, SubjectKey } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { CapabilityTurns } from "./capability-turns.ts";
import { EVIL_TWIN_EVIDENCE } from "./evidence.ts";
import { EVIL_TWIN } from "./figures.ts";
import { isSecured, securityOf, weakestOf, type Security } from "./security.ts";

/** Addresses under the venue's names at once: a venue's list may have 1,024, and what was heard often stays. */
const ADDRESSES = 2_048;

/** What one address advertised under a name of the venue. */
interface Namesake {
  since: number;
  at: number;
  frames: number;
  open: number;
  old: number;
  levelDbm: number;
  /** When it was last heard as well secured as the list says. */
  securedAt: number;
}

/** Somebody else's access point under a name of the venue, by what the venue's own list says of that name. */
export class EvilTwin implements Detector {
  readonly id = "evil-twin";
  readonly version = 3;
  readonly looksFor = "An access point that poses as the venue's own network.";
  readonly innocentCauses = [
    "An access point or an extender of the venue's that is not on the list, or was set up wrongly.",
    "A shop of the same chain next door.",
    "Two of the venue's access points that were given the same address by mistake.",
  ];
  readonly evidence = EVIL_TWIN_EVIDENCE;
  readonly hears = [FrameKind.beacon, FrameKind.probeResponse];
  readonly #namesakes: RankedRecords<Namesake>;
  readonly #capabilityTurns = new CapabilityTurns();

  constructor(seed = 0) {
    this.#namesakes = new RankedRecords({ capacity: ADDRESSES, ranks: 64, make: emptyNamesake, seed });
  }

  isIdleAt(venue: Venue): boolean {
    return !venue.hasNames;
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.transmitter !== frame.bssid) return;
    const name = nameOf(frame);
    if (name === NO_NAME) return;
    const listed = context.venue.networksNamed(name);
    if (listed.length === 0) return;
    if (frame.mayBeDamaged && !hasFittingElements(frame)) return;
    if (frame.kind === FrameKind.beacon && context.venue.network(frame.bssid) !== undefined)
      this.#lookAtCapabilities(frame, context);
    const security = securityOf(frame);
    const it = this.#count(frame, security, context.atSeconds);
    if (it.frames < EVIL_TWIN.frames || it.frames % EVIL_TWIN.again !== EVIL_TWIN.frames) return;
    const code =
      context.venue.network(frame.bssid) === undefined
        ? this.#ofStranger(frame.bssid, it, listed, context)
        : this.#ofListed(frame.bssid, it, listed, context);
    if (code === undefined) return;
    const isListed = code === "open-twin-of-an-address" || code === "address-of-two";
    const subject: SubjectKey = isListed
      ? { kind: "hidden", against: frame.bssid }
      : { kind: "transmitter", address: frame.bssid };
    const real = this.#heardOf(listed, frame.bssid, context.atSeconds);
    const speakable = context.venue.speakableOf(frame);
    context.observe(
      this,
      {
        code,
        subject,
        transmitters: isListed ? [] : [frame.bssid],
        transmitterCount: 1,
        targets: isListed ? [frame.bssid] : real === undefined ? [] : [real.address],
        facts: [
          { name: "frames", value: it.frames },
          { name: "frames-without-encryption", value: it.open },
          ...(real === undefined
            ? []
            : [{ name: "seconds-since-the-listed-one", value: Math.max(0, Math.round(context.atSeconds - real.at)) }]),
          ...(real === undefined || Number.isNaN(real.levelDbm - it.levelDbm)
            ? []
            : [{ name: "level-difference-db", value: Math.round(it.levelDbm - real.levelDbm) }]),
        ],
        names: speakable === undefined ? [] : [speakable],
      },
      frame,
    );
    if (isListed) this.#tellApart(frame, context);
  }

  onTick(): void {
    // What is old is counted anew at the next frame.
  }

  forgotten(): Record<string, number> {
    return {
      "evil-twin-addresses": this.#namesakes.forgotten,
      "evil-twin-capabilities": this.#capabilityTurns.forgotten,
    };
  }

  /** By what the two senders of a listed address are known, each for itself. */
  #tellApart(frame: Frame, context: DetectorContext): void {
    for (const sign of SIGNS) {
      const value = context.listedSenders.returns(frame.bssid, sign, context.atSeconds);
      if (value > 0) this.#observeTwo(`${sign}-by-turns`, [{ name: "returns-in-a-minute", value }], frame, context);
    }
  }

  #observeTwo(code: EvidenceCode, facts: readonly Fact[], frame: Frame, context: DetectorContext): void {
    const subject = { kind: "hidden" as const, against: frame.bssid };
    const who = { subject, transmitters: [], transmitterCount: 0, targets: [frame.bssid] };
    context.observe(this, { code, ...who, facts, names: [] }, frame);
  }

  /** A listed address whose capabilities change back and forth is used by two senders. Whatever it is, the access point is the target. */
  #lookAtCapabilities(frame: Frame, context: DetectorContext): void {
    const returns = frame.elementsCut ? 0 : this.#capabilityTurns.hear(frame, context.atSeconds);
    if (returns === 0) return;
    this.#observeTwo(
      "capabilities-by-turns",
      [{ name: "returns-to-other-capabilities", value: returns }],
      frame,
      context,
    );
  }

  #count(frame: Frame, security: Security | undefined, atSeconds: number): Namesake {
    let it = this.#namesakes.get(frame.bssid);
    if (it === undefined || Math.abs(atSeconds - it.since) > EVIL_TWIN.windowSeconds) {
      it ??= this.#namesakes.meet(frame.bssid);
      Object.assign(it, emptyNamesake(), { since: atSeconds });
    }
    it.at = atSeconds;
    if (!Number.isNaN(frame.rssiDbm)) it.levelDbm = frame.rssiDbm;
    if (security !== undefined) {
      it.frames++;
      if (security === "open") it.open++;
      else if (security === "old") it.old++;
      else it.securedAt = atSeconds;
    }
    this.#namesakes.renew(frame.bssid, it.frames);
    return it;
  }

  #ofStranger(
    address: number,
    it: Namesake,
    listed: readonly InventoryEntry[],
    { venue, atSeconds }: DetectorContext,
  ): EvidenceCode | undefined {
    if (!isSecured(listed)) return "unlisted-twin";
    if (it.open * EVIL_TWIN.share < it.frames * (EVIL_TWIN.share - 1)) {
      const isWeaker = weakestOf(listed) === "current" && it.old * EVIL_TWIN.share >= it.frames * (EVIL_TWIN.share - 1);
      return isWeaker ? "weaker-twin" : "unlisted-twin";
    }
    const isNeighbour = listed.some(({ bssid }) => areNeighbours(address, parseAddress(bssid) ?? NO_ADDRESS));
    const isReal = this.#heardOf(listed, address, atSeconds) !== undefined;
    const isChains = listed.some(({ ssid }) => ssid !== undefined && venue.isPublic(Buffer.from(ssid, "hex")));
    return isReal && !isNeighbour && !isChains ? "open-twin" : "open-neighbour";
  }

  /** An address of the list itself: what it does alone is the venue's affair; two senders under it are not. */
  #ofListed(
    address: number,
    it: Namesake,
    listed: readonly InventoryEntry[],
    { listedSenders, atSeconds }: DetectorContext,
  ): EvidenceCode | undefined {
    if (listedSenders.of(address, atSeconds) !== "two") return undefined;
    const secured = it.frames - it.open - it.old;
    return weakestOf(listed) === "current" && it.open >= EVIL_TWIN.frames && secured >= EVIL_TWIN.frames
      ? "open-twin-of-an-address"
      : "address-of-two";
  }

  /** A listed access point of the name that was just heard as secured as it should be. */
  #heardOf(
    listed: readonly InventoryEntry[],
    beside: number,
    atSeconds: number,
  ): { address: number; at: number; levelDbm: number } | undefined {
    for (const { bssid } of listed) {
      const address = parseAddress(bssid) ?? NO_ADDRESS;
      const real = address === beside ? undefined : this.#namesakes.get(address);
      if (real === undefined || Math.abs(atSeconds - real.securedAt) > EVIL_TWIN.realSeconds) continue;
      // One that is often open itself says that the list is out of date; a forged frame or two under its address do not.
      if (real.open * EVIL_TWIN.share <= real.frames) return { address, at: real.at, levelDbm: real.levelDbm };
    }
    return undefined;
  }
}

function emptyNamesake(): Namesake {
  return { since: 0, at: 0, frames: 0, open: 0, old: 0, levelDbm: Number.NaN, securedAt: -Infinity };
}
