import type { SuspectSummary } from "./suspect-summary.ts";
import type { Unread } from "./unread.ts";

/** What a replay came to. */
export interface ReplaySummary {
  type: "summary";
  frames: number;
  skipped: Record<string, number>;
  /** Frames that were read in spite of an odd habit of their radio or file, by habit. */
  noticed: Record<string, number>;
  /** Last minus first time stamp; zero where that cannot be told, because no stamp can be true or time runs back. */
  seconds: number;
  secondsUnknown?: true;
  /** Nothing, or less than half, could be read; in words for a person. Absent when all is well. */
  unread?: { much: Unread; text: string; help: string };
  truncatedAt?: number;
  suspects: SuspectSummary[];
}
