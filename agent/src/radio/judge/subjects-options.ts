import type { Finding } from "@probewarden/contract";
import type { ListedSenders } from "../air/listed-senders.ts";
import type { Venue } from "../venue/venue.ts";
import type { HeardOfAddresses } from "./nameable.ts";

/** What the judge of subjects is given. */
export interface SubjectsOptions {
  venue: Venue;
  /** Whether an address of the venue's list has one sender. */
  listedSenders: ListedSenders;
  /** What is known of an address before it may be named. */
  heard: HeardOfAddresses;
  /** Addresses that the radio behind an address used before, as far as the air shows it. Default: none. */
  formerAddresses?: (address: number) => readonly number[];
  /** Makes identifiers of one venue useless for another. */
  venueSalt: string;
  /** What identifiers of addresses are hashed with, so that nobody outside can try which address they are. Default: the venue's salt. */
  secret?: string;
  /** Seconds of listening without hearing it after which a finding has ended. */
  endAfterSeconds: number;
  emit(finding: Finding, atSeconds: number): void;
}
