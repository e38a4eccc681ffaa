import type { Alert } from "@probewarden/contract";

/** Whether an alert changed after a moment, by anybody or by itself; not by who looks now. */
export const changedAfter = (alert: Alert, lookedAt: number, me: string): boolean =>
  Date.parse(alert.changedAt) > lookedAt && alert.changedBy !== me;
