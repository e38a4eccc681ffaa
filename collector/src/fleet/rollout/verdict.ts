import type { Health, Release } from "@probewarden/contract";
import type { Verdict } from "./rollout.ts";

/** Whether a sensor that reports so can be updated to a version with the releases that are here. No way back, no way forward. */
export function verdictOf(health: Health | undefined, version: string, releases: readonly Release[]): Verdict {
  if (health === undefined) return { kind: "cannot", reason: "never-seen" };
  if (health.version === version) return { kind: "current" };
  const { architecture, updates } = health;
  if (architecture === undefined || updates === undefined) return { kind: "cannot", reason: "too-old" };
  if (updates !== "ready") return { kind: "cannot", reason: updates };
  const own = releases.filter((release) => release.architecture === architecture);
  const release = own.find((each) => each.version === version);
  if (release === undefined) return { kind: "cannot", reason: "no-release" };
  if (compareVersions(version, health.version) < 0) return { kind: "cannot", reason: "not-newer" };
  const back = own.find((each) => each.version === health.version);
  return back === undefined ? { kind: "cannot", reason: "no-way-back" } : { kind: "can", release, back };
}

/** Negative where the first is older. One with something behind a hyphen comes before the same without (semver.org, 11). */
function compareVersions(one: string, other: string): number {
  const [first, second] = [one, other].map((text) => {
    const [numbers = "", more] = text.split("-");
    return { numbers: numbers.split(".").map(Number), more };
  }) as [{ numbers: number[]; more?: string }, { numbers: number[]; more?: string }];
  for (const [at, number] of first.numbers.entries())
    if (number !== second.numbers[at]) return number - (second.numbers[at] ?? 0);
  if (first.more === second.more) return 0;
  if (first.more === undefined) return 1;
  return second.more !== undefined && first.more > second.more ? 1 : -1;
}
