import type { Fact } from "@probewarden/contract";
import type { Frame } from "../dot11/frame.ts";
import type { AccessPoints } from "../air/access-points.ts";
import type { AskedNames } from "../air/asked-names.ts";
import type { ListedSenders } from "../air/listed-senders.ts";
import type { ExchangedAddresses } from "../air/exchanged-addresses.ts";
import type { ListenedTime } from "../air/listened-time.ts";
import type { RadioClocks } from "../air/radio-clocks.ts";
import type { SharedCounters } from "../air/shared-counters.ts";
import type { Stations } from "../air/stations.ts";
import type { Venue } from "../venue/venue.ts";
import type { EvidenceDefinition } from "./evidence.ts";
import type { EvidenceCode } from "./weights.ts";

/**
 * Whom an observation is about.
 * - `transmitter`: one radio, known by the address it uses;
 * - `inventor`: the radio behind invented addresses, which is one however many it uses; radios that are told apart have numbers, from 0;
 * - `hidden`: a sender behind somebody else's address. `against` is the BSSID that it hits, and nobody is accused. Unless it
 *   stands among the targets too, it may be a visitor's address, and does not leave.
 */
export type SubjectKey =
  | { kind: "transmitter"; address: number }
  | { kind: "inventor"; number: number }
  | { kind: "hidden"; against: number };

/** One thing that a detector saw and can argue for. Observing the same code of the same subject again renews its figures. */
export interface Observation {
  code: EvidenceCode;
  subject: SubjectKey;
  /** Addresses that the subject's radio used, itself included; those of a `hidden` sender are unknown. */
  transmitters: readonly number[];
  /** How many addresses it used, which may be more than are listed. */
  transmitterCount: number;
  /** Addresses under which it was shown, more than are listed: their frames stand behind it, and nobody is accused by it. */
  shownBy?: readonly number[];
  /** BSSIDs that are hit or imitated, already known to be access points. */
  targets: readonly number[];
  facts: readonly Fact[];
  /** Names that may leave the sensor, in hex. */
  names: readonly string[];
}

/** Whom, and what of it, a detector takes back: as it was observed. */
export type Withdrawn = Pick<Observation, "code" | "subject" | "targets">;

/**
 * What explains an observation that was told. Nothing that is heard once explains: it can be sent by whoever is accused.
 * - `restarted`: the access point started anew just then;
 * - `stations-after-all`: those that were counted went on as stations do;
 * - `listed`: the venue's list says now that it is an access point of the venue, or its name the venue's;
 * - `unlisted`: the venue's list does not say any more what it was held against;
 * - `bait-withdrawn`: what it answered to, or addressed, is bait no more;
 * - `beat-heard`: its beacons keep their interval after all;
 * - `borrowed-address`: somebody else sent it under that address.
 */
export type WithdrawReason =
  | "restarted"
  | "stations-after-all"
  | "listed"
  | "unlisted"
  | "bait-withdrawn"
  | "beat-heard"
  | "borrowed-address";

/** What every detector may look at, and the one way to speak. */
export interface DetectorContext {
  /** Capture time of the frame in seconds; never runs back by a little, whatever the capture does. */
  readonly atSeconds: number;
  /** False while only the order of the frames is known: then nothing can be said of how many there are in a second. */
  readonly timeIsKnown: boolean;
  readonly accessPoints: AccessPoints;
  readonly askedNames: AskedNames;
  readonly venue: Venue;
  /** Which addresses share a radio's clock. */
  readonly radioClocks: Pick<RadioClocks, "clockOf">;
  /** Which addresses number their frames by one counter, and whether this frame is a reason to look at one. */
  readonly sharedCounters: Pick<SharedCounters, "news">;
  /** For how long each channel was listened to: a radio that hops misses what is sent meanwhile. */
  readonly listenedTime: Pick<ListenedTime, "on" | "since">;
  /** Whether the group bit of an address means anything here. */
  readonly exchangedAddresses: Pick<ExchangedAddresses, "wereExchanged">;
  /** Whether an address of the venue's list has one sender, and by what two are told apart. */
  readonly listedSenders: Pick<ListedSenders, "of" | "returns">;
  /** Which addresses behaved as a station, this frame's included. */
  readonly stations: Pick<Stations, "has">;
  /** The address that is a station by this frame and was not known as one before, -1 where there is none. */
  readonly newStation: number;
  /** Says that something was observed; `frame` is the frame that completed it, and is kept redacted. */
  observe(detector: Detector, observation: Observation, frame: Frame | undefined): void;
  /** Says that what was observed is explained: an observation is held until then. Of what was never told, nothing follows. */
  withdraw(withdrawn: Withdrawn, why: WithdrawReason): void;
}

/**
 * One way of recognising one behaviour. State is bounded by number and by age; what a full memory lets go is counted. Time is capture
 * time only, so that a recording gives the same findings whenever it is played.
 */
export interface Detector {
  /** Stable name in kebab case. */
  readonly id: string;
  /** Rises when the judgement changes. */
  readonly version: number;
  /** What it looks for, in a venue manager's words. */
  readonly looksFor: string;
  /** Innocent things that look like it. */
  readonly innocentCauses: readonly string[];
  /** Evidence that it can give. */
  readonly evidence: readonly EvidenceDefinition[];
  /** Kinds of frames that it wants to hear (see `FrameKind`). */
  readonly hears: readonly number[];
  /** Whether there is nothing to hear for at a venue, which has set out no bait, say, or listed no network. Without it there always is something. */
  readonly isIdleAt?: (venue: Venue) => boolean;
  /** Takes a frame of these kinds. A property: the pipeline looks it up once and calls it on the detector. */
  readonly onFrame: (frame: Frame, context: DetectorContext) => void;
  /** About once per second of capture time. */
  onTick(context: DetectorContext): void;
  /** Entries that its full memories let go, by memory. */
  forgotten(): Record<string, number>;
}
