import type { KeyObject } from "node:crypto";
import type { AnswerReason, Release } from "@probewarden/contract";
import { provesRelease } from "./release-key.ts";

/** What is to be installed, and what is installed now: the way back. */
export interface Releases {
  release: Release;
  back: Release;
}

/** What a sensor knows of itself. */
export interface Installed {
  key: KeyObject | undefined;
  /** By Debian's name. */
  architecture: string | undefined;
  version: string | undefined;
}

/** Why a release is not installed; undefined: it may be. Asked by the supervisor before it fetches, and by root again before it installs. */
export function whyNotInstalled({ release, back }: Releases, installed: Installed): AnswerReason | undefined {
  const { key, architecture, version } = installed;
  if (key === undefined) return "no-release-key";
  if (!provesRelease(key, release) || !provesRelease(key, back)) return "release-not-proved";
  if (release.architecture !== architecture || back.architecture !== architecture) return "other-architecture";
  if (back.version !== version) return "no-way-back";
  return isNewer(release.version, version) ? undefined : "not-newer";
}

/** Whether three numbers come after three others. What has a suffix is neither: to Debian that would be a revision. */
export function isNewer(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => (/^\d+\.\d+\.\d+$/.test(text) ? text.split(".").map(Number) : []));
  for (const [index, number] of (one ?? []).entries()) {
    const difference = number - (other?.[index] ?? Number.NaN);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
