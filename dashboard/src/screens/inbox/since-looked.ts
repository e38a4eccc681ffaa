import type { Alert } from "@probewarden/contract";

/** How many alerts changed since a person looked, each counted once, by what matters most. */
export interface SinceLooked {
  fresh: number;
  back: number;
  ended: number;
  other: number;
}

/** Whether an alert changed after a moment, by anybody or by itself; not by who looks now. */
export const changedAfter = (alert: Alert, lookedAt: number, me: string): boolean =>
  Date.parse(alert.changedAt) > lookedAt &&
  !(alert.stepBy === me && alert.stepAt !== undefined && alert.stepAt === alert.changedAt);

/** What changed since then. */
export function sinceLooked(alerts: readonly Alert[], lookedAt: number, me: string): SinceLooked {
  const since: SinceLooked = { fresh: 0, back: 0, ended: 0, other: 0 };
  const isAfter = (at: string | undefined): boolean => at !== undefined && Date.parse(at) > lookedAt;
  for (const alert of alerts) {
    if (!changedAfter(alert, lookedAt, me)) continue;
    if (isAfter(alert.openedAt)) since.fresh += 1;
    else if (isAfter(alert.raised?.at)) since.back += 1;
    else if (isAfter(alert.endedAt)) since.ended += 1;
    else since.other += 1;
  }
  return since;
}
