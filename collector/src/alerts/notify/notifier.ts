/** A channel by which people are told of alerts. One file per channel stands beside this one. */
export interface Notifier {
  /** Whether somebody wants to be told through it. */
  wanted(): Promise<boolean>;
  /** An alert with `delivery` = `waiting` is in the store. */
  alertOpened(): void;
}
