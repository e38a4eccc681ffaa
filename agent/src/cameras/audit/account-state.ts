/**
 * What became of the account at one device.
 *
 * - `accepted`: a login was answered
 * - `refused`: it was offered, and refused; nothing was read with it
 * - `locked`: the device says that the account is locked
 * - `used-today`: it was offered there within the last day and not accepted, so it was not offered again
 * - `no-safe-login`: the device asks for a login, and offers no way in which a password may be sent (Basic, or none that is known)
 * - `undecided`: it was offered, and the device ended the connection, failed or said "not there" instead of an answer
 * - `not-asked`: the device answers, and asked for no login
 * - `no-answer`: nothing answered there
 * - `stopped`: the stop file was there before anything was decided
 */
export const ACCOUNT_STATES = [
  "accepted",
  "refused",
  "locked",
  "used-today",
  "no-safe-login",
  "undecided",
  "not-asked",
  "no-answer",
  "stopped",
] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** What a session noticed of the account and of the device, for {@link accountState}. */
export interface AccountFacts {
  isAccepted: boolean;
  isLocked: boolean;
  isRefused: boolean;
  isUsedToday: boolean;
  /** A login was asked for, and none of the offered ways is safe. */
  isUnsafe: boolean;
  /** It was offered, whatever came of it. */
  isOffered: boolean;
  isStopped: boolean;
  /** Anything at all came back. */
  isAnswering: boolean;
}

/** What became of the account, from what a session noticed: the first that holds. */
export function accountState(facts: AccountFacts): AccountState {
  if (facts.isLocked) return "locked";
  if (facts.isAccepted) return "accepted";
  if (facts.isRefused) return "refused";
  if (facts.isUsedToday) return "used-today";
  if (facts.isOffered) return "undecided";
  if (facts.isUnsafe) return "no-safe-login";
  if (facts.isStopped) return "stopped";
  return facts.isAnswering ? "not-asked" : "no-answer";
}
