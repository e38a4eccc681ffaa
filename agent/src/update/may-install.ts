import type { KeyObject } from "node:crypto";
import { isNewerVersion, type AnswerReason, type Release } from "@probewarden/contract";
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
  return isNewerVersion(release.version, version) ? undefined : "not-newer";
}
