/** What `run` starts: all three processes, or one of them. */
export const RUNNABLE = ["all", "supervisor", "radio", "cameras"] as const;
export type Runnable = (typeof RUNNABLE)[number];

/** What was asked of `run`. */
export interface RunOptions {
  /** File of the configuration. */
  config: string;
  part: Runnable;
  /** Started by a supervisor: ends when standard input ends. */
  child: boolean;
}
