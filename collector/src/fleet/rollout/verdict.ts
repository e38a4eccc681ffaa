import { isNewerVersion, type Health, type Release } from "@probewarden/contract";
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
  if (!isNewerVersion(version, health.version)) return { kind: "cannot", reason: "not-newer" };
  const back = own.find((each) => each.version === health.version);
  return back === undefined ? { kind: "cannot", reason: "no-way-back" } : { kind: "can", release, back };
}
