import { LIMITS, type Signal, type SignalRow, type Watch } from "@probewarden/contract";
import type { AccessPoints } from "../air/access-points.ts";
import { nameOctetsOf } from "../air/access-points.ts";
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

/** Records, per minute, the levels of those whose level may leave: nobody's phone can be followed through it. */
export class SignalRecorder {
  readonly #sources: SignalSources;
  /** By transmitter and channel. */
  readonly #rows: AddressTable<Map<number, LevelHistogram>>;
  readonly #seed: number;
  #roles: AddressTable<Role>;
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
    this.#rows = new AddressTable(seed);
    this.#roles = new AddressTable(seed);
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
    for (const [address, role] of this.#roles) if (role === "watched" && !listed.has(address)) this.#forget(address);
  }

  /** An address was heard as a station: it has no role any more, and what was heard of it in this minute stays here. False: it had none. */
  takeBack(address: number): boolean {
    if (!this.#roles.has(address) || this.#sources.subjects.mayBeNamed(address)) return false;
    this.#forget(address);
    return true;
  }

  /** Records the level of a frame whose transmitter has a role, and that carries the role of an access point: others may be a station's. */
  hear(frame: Frame): void {
    if (!isFromAccessPoint(frame)) return;
    if (frame.transmitter === this.sought.address) this.sought.hear(frame);
    if (!this.#roles.has(frame.transmitter) || Number.isNaN(frame.rssiDbm)) return;
    const channelMhz = frame.channelMhz > 0 ? frame.channelMhz : 0;
    let channels = this.#rows.get(frame.transmitter);
    if (channels === undefined) this.#rows.set(frame.transmitter, (channels = new Map()));
    let levels = channels.get(channelMhz);
    if (levels === undefined) {
      if (this.#count >= ROWS) {
        this.#beyond++;
        return;
      }
      this.#count++;
      channels.set(channelMhz, (levels = new LevelHistogram()));
    }
    levels.add(frame.rssiDbm);
  }

  /** Once a second: who has a role now, and the batches of the minute that is over. */
  turn(atSeconds: number): Signal[] {
    const minute = Math.floor(atSeconds / 60);
    if (minute === this.#minute) {
      // A suspect need not wait for the next minute.
      for (const address of this.#sources.subjects.suspects()) this.#roles.set(address, "suspect");
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
    for (const [address, channels] of this.#rows)
      for (const [channelMhz, levels] of channels) rows.push(this.#row(address, channelMhz, levels));
    this.#rows.clear();
    this.#count = 0;
    const batches: Signal[] = [];
    for (let from = 0; from < rows.length; from += LIMITS.batchRows)
      batches.push({ rows: rows.slice(from, from + LIMITS.batchRows) });
    return batches;
  }

  #assignRoles(atSeconds: number): void {
    const roles = new AddressTable<Role>(this.#seed);
    for (const [bssid, known] of this.#sources.accessPoints) {
      if (this.#venue.network(bssid) !== undefined) roles.set(bssid, "venue");
      // Few are residents: the others need not be looked for among the stations, of whom there may be as many as somebody invents.
      else if (this.#reportsResidents && isResident(known, atSeconds) && this.#sources.subjects.mayBeNamed(bssid))
        roles.set(bssid, "resident");
    }
    for (const { address, expiresAt } of this.#watched) {
      if (expiresAt > atSeconds && !roles.has(address) && this.#mayBeWatched(address)) roles.set(address, "watched");
    }
    for (const address of this.#sources.subjects.suspects()) roles.set(address, "suspect");
    this.#roles = roles;
  }

  /** Switched off means at once: what was heard of them in this minute stays here. */
  #forgetResidents(): void {
    for (const [address, role] of this.#roles) if (role === "resident") this.#forget(address);
  }

  #forget(address: number): void {
    this.#count -= this.#rows.get(address)?.size ?? 0;
    this.#rows.delete(address);
    this.#roles.delete(address);
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

  #row(address: number, channelMhz: number, levels: LevelHistogram): SignalRow {
    const role = this.#roles.get(address) ?? "resident";
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
    const octets = nameOctetsOf(known);
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
