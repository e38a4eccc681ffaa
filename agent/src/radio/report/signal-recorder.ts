import { LIMITS, type Signal, type SignalRow, type Watch } from "@probewarden/contract";
import type { AccessPoints } from "../air/access-points.ts";
import { AddressTable } from "../dot11/address-table.ts";
import type { AskedNames } from "../air/asked-names.ts";
import { isResident } from "../air/residence.ts";
import { timestamp } from "./timestamp.ts";
import { NO_NAME, spellName } from "../venue/network-name.ts";
import type { Subjects } from "../judge/subjects.ts";
import type { Venue } from "../venue/venue.ts";
import { SHOWN_ADVERTISEMENTS } from "../judge/nameable.ts";
import { isFromAccessPoint } from "../dot11/frame-role.ts";
import { parseAddress, spellAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { LevelHistogram } from "./level-histogram.ts";
import { SoughtLevel } from "./sought-level.ts";
import { spellsAnother } from "./speakable-name.ts";

/** Transmitters and channels recorded in one minute. */
const ROWS = 4_096;

type Role = SignalRow["role"];

/** What decides whose level may leave the sensor. */
export interface SignalSources {
  accessPoints: AccessPoints;
  askedNames: AskedNames;
  subjects: Subjects;
}

/** Somebody whose level may leave: why, and what was heard of it in the minute at hand, by channel in MHz. */
interface Levelled {
  readonly address: number;
  role: Role;
  readonly channels: Map<number, LevelHistogram>;
}

/** Records, per minute, the levels of those whose level may leave: nobody's phone can be followed through it. */
export class SignalRecorder {
  readonly #sources: SignalSources;
  readonly #seed: number;
  #levelled: AddressTable<Levelled>;
  /** Those of them that were heard in the minute at hand. */
  #heard: Levelled[] = [];
  #watched: { address: number; expiresAt: number }[] = [];
  #venue: Venue;
  #reportsResidents = true;
  #minute = Number.NaN;
  #count = 0;
  #beyond = 0;
  /** What somebody asks for who stands at this sensor. Told for whom the watch list may be answered, and only for them. */
  readonly sought = new SoughtLevel((address) => this.#mayBeWatched(address));

  /** `seed`: as for {@link AddressTable}. */
  constructor(sources: SignalSources, venue: Venue, seed = 0) {
    this.#sources = sources;
    this.#seed = seed;
    this.#levelled = new AddressTable(seed);
    this.#venue = venue;
  }

  get forgotten(): number {
    return this.#beyond;
  }

  setVenue(venue: Venue, reportsResidents: boolean): void {
    this.#venue = venue;
    this.#reportsResidents = reportsResidents;
    if (!reportsResidents) this.#forgetResidents();
  }

  /** Takes the venue's watch list. Being listed is a question, not an order: see {@link #mayBeWatched}. */
  setWatch(watch: Watch): void {
    this.#watched = watch.entries.flatMap((entry) => {
      const address = parseAddress(entry.transmitter);
      return address === undefined ? [] : [{ address, expiresAt: Date.parse(entry.expiresAt) / 1000 }];
    });
    const listed = new Set(this.#watched.map(({ address }) => address));
    for (const it of this.#levelled.values()) if (it.role === "watched" && !listed.has(it.address)) this.#forget(it);
  }

  /** An address was heard as a station: it has no role any more, and what was heard of it in this minute stays here. False: it had none. */
  takeBack(address: number): boolean {
    const it = this.#levelled.get(address);
    if (it === undefined || this.#sources.subjects.mayBeNamed(address)) return false;
    this.#forget(it);
    return true;
  }

  /** Records the level of a frame whose transmitter has a role, and that carries the role of an access point: others may be a station's. */
  hear(frame: Frame): void {
    if (!isFromAccessPoint(frame)) return;
    if (frame.transmitter === this.sought.address) this.sought.hear(frame);
    const it = this.#levelled.get(frame.transmitter);
    if (it === undefined || Number.isNaN(frame.rssiDbm)) return;
    const channelMhz = frame.channelMhz > 0 ? frame.channelMhz : 0;
    (it.channels.get(channelMhz) ?? this.#begin(it, channelMhz))?.add(frame.rssiDbm);
  }

  /** A row for a transmitter on a channel. Undefined: there is no room for more. */
  #begin(it: Levelled, channelMhz: number): LevelHistogram | undefined {
    if (this.#count >= ROWS) {
      this.#beyond++;
      return undefined;
    }
    this.#count++;
    if (it.channels.size === 0) this.#heard.push(it);
    const levels = new LevelHistogram();
    it.channels.set(channelMhz, levels);
    return levels;
  }

  /** Once a second: who has a role now, and the batches of the minute that is over. */
  turn(atSeconds: number): Signal[] {
    const minute = Math.floor(atSeconds / 60);
    if (minute === this.#minute) {
      // A suspect need not wait for the next minute.
      this.#levelSuspects();
      return [];
    }
    const batches = this.flush();
    this.#minute = minute;
    this.#assignRoles(atSeconds);
    return batches;
  }

  /** The rows of the minute at hand, in batches. */
  flush(): Signal[] {
    const rows: SignalRow[] = [];
    for (const it of this.#heard) {
      for (const [channelMhz, levels] of it.channels) rows.push(this.#row(it, channelMhz, levels));
      it.channels.clear();
    }
    this.#heard = [];
    this.#count = 0;
    const batches: Signal[] = [];
    for (let from = 0; from < rows.length; from += LIMITS.batchRows)
      batches.push({ rows: rows.slice(from, from + LIMITS.batchRows) });
    return batches;
  }

  #assignRoles(atSeconds: number): void {
    this.#levelled = new AddressTable(this.#seed);
    for (const [bssid, known] of this.#sources.accessPoints) {
      if (this.#venue.network(bssid) !== undefined) this.#level(bssid, "venue");
      // Few are residents: the others need not be looked for among the stations, of whom there may be as many as somebody invents.
      else if (this.#reportsResidents && isResident(known, atSeconds) && this.#sources.subjects.mayBeNamed(bssid))
        this.#level(bssid, "resident");
    }
    for (const { address, expiresAt } of this.#watched)
      if (expiresAt > atSeconds && !this.#levelled.has(address) && this.#mayBeWatched(address))
        this.#level(address, "watched");
    this.#levelSuspects();
  }

  #levelSuspects(): void {
    for (const address of this.#sources.subjects.suspects()) this.#level(address, "suspect");
  }

  #level(address: number, role: Role): void {
    const known = this.#levelled.get(address);
    if (known !== undefined) known.role = role;
    else this.#levelled.set(address, { address, role, channels: new Map() });
  }

  /** Switched off means at once: what was heard of them in this minute stays here. */
  #forgetResidents(): void {
    for (const it of this.#levelled.values()) if (it.role === "resident") this.#forget(it);
  }

  #forget(it: Levelled): void {
    this.#count -= it.channels.size;
    if (it.channels.size > 0) this.#heard.splice(this.#heard.indexOf(it), 1);
    this.#levelled.delete(it.address);
  }

  /**
   * Only what advertises a network here, or what this sensor itself holds evidence against, and no station: nobody, the collector included,
   * can have a phone followed. One beacon is soon forged or damaged.
   */
  #mayBeWatched(address: number): boolean {
    const { accessPoints, subjects } = this.#sources;
    if (!subjects.mayBeNamed(address)) return false;
    return (accessPoints.get(address)?.advertisements ?? 0) >= SHOWN_ADVERTISEMENTS || subjects.isSubject(address);
  }

  #row({ address, role }: Levelled, channelMhz: number, levels: LevelHistogram): SignalRow {
    const name = this.#name(address, role);
    return {
      minute: timestamp(this.#minute * 60),
      transmitter: spellAddress(address),
      role,
      ...(name === undefined ? {} : { name }),
      channelMhz,
      frames: levels.frames,
      medianDbm: levels.percentile(0.5),
      p10Dbm: levels.percentile(0.1),
      p90Dbm: levels.percentile(0.9),
    };
  }

  /**
   * Public names, the venue's and our bait may always leave; another only of a resident, only when nobody was heard asking for it, and only
   * when it spells nobody's address but its own.
   */
  #name(address: number, role: Role): string | undefined {
    const known = this.#sources.accessPoints.get(address);
    if (known === undefined || known.name === NO_NAME) return undefined;
    const octets = known.nameOctets;
    const speakable = this.#venue.speakable(octets);
    if (speakable !== undefined || role !== "resident") return speakable;
    if (
      this.#sources.askedNames.mayHaveBeenAsked(known.name) ||
      spellsAnother(octets, address, this.#sources.subjects.mayBeNamed)
    )
      return undefined;
    return spellName(octets);
  }
}
