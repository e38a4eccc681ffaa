/** What a count of one to four stands for wherever counts are added up: the middle. The sensor says no more of it, and nothing that is told must. */
export const SMALL_COUNT = 2.5;

/** What a sensor counted in a minute, all channels together. */
export interface CountedMinute {
  /** Probe requests. */
  requests: number;
  /** Distinct devices of the channel with the most, and of the one with the least; one to four is -1. */
  most: number;
  least: number;
}

/**
 * What may be known of a minute, before anything is added up: a longer step is made of these figures alone, so that no difference of two
 * steps tells what a minute of one of them does not.
 */
export const probingOfMinute = ({ requests, most, least }: CountedMinute): { requests: number; devices: number } => ({
  requests: requests >= 1 && requests <= 4 ? SMALL_COUNT : requests,
  devices: most >= 5 ? most : least < 0 ? SMALL_COUNT : 0,
});
