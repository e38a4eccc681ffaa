import type { Alert } from "@probewarden/contract";

/** The fields of an alert's life, for one that nobody has seen since it opened at this time. */
export const untouched = (openedAt: string) =>
  ({
    state: "open",
    stage: "new",
    revision: 1,
    openedAt,
    raisedAt: openedAt,
    changedAt: openedAt,
  }) as const satisfies Partial<Alert>;
