/**
 * The most rows of each kind that are kept, however young they are: the configuration says how long, and a flood must not fill the disk of
 * who kept its default. What is older goes first; what is open, and what a person decided, never. Of one suspect's history and one sensor's
 * received numbers the bounds stand where they are written (`MOST_CHANGES`, `MOST_RANGES`), those of dead letters in the configuration.
 */
export const MOST_ROWS = {
  alerts: 100_000,
  outages: 10_000,
  /** What was sent to whom, and is done. */
  notices: 50_000,
  cameras: 50_000,
  /** Access points that came and stayed, and that nobody has marked. */
  newcomers: 50_000,
  /** Excerpts of frames, of at most 96 KiB each. */
  excerpts: 10_000,
  /** What sensors were told, of which one answer may have 256 KiB. */
  commands: 20_000,
  /** Updates of venues, each with up to 500 sensors. */
  rollouts: 2_000,
  /** Spans of what was known of suspects. */
  spans: 500_000,
  audit: 500_000,
  deletions: 100_000,
  /** Of one venue, that have ended or that nobody could hear any more. */
  suspects: 50_000,
} as const;
