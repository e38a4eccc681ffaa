import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Check } from "typebox/value";
import { MOST_ASKED_BYTES, OUTCOME, Well, WELL } from "./handed-over.ts";
import { forgetUpdate, keepUpdate, readUpdate, UPDATE, type KeptUpdate } from "./kept-update.ts";
import { OthersFolder } from "./others-folder.ts";
import { BACK_DEB, RELEASE_DEB, tellOutcome, type UpdateParts } from "./prepare.ts";
import { removeWatchUnit } from "./watch-unit.ts";

/** A version with which the machine or the watch starts so often without an end is none to stay with. */
export const MOST_STARTS = 5;
/** Tries of the way back in one start; each but the first without what the new version would do on its removal. */
const WAYS_BACK = 3;
/** Milliseconds between two looks whether the new version is well, and for how long it must stay so. */
const LOOK_MS = 2_000;
const SETTLE_MS = 30_000;

export interface WatchParts extends Omit<UpdateParts, "node" | "seconds"> {
  /** Milliseconds of a clock that nobody sets. */
  monotonic: () => number;
  sleep?: (milliseconds: number) => Promise<unknown>;
  tell: (line: string) => void;
}

/**
 * Installs a release that was made ready, watches whether it is well, and goes back where it is not. It is run by the version that was there before, from a
 * copy, and goes on at its step after a power cut.
 */
export async function watchUpdate(parts: WatchParts): Promise<void> {
  const { places, debian, between, tell } = parts;
  const { store } = places;
  let update = readUpdate(store);
  const step = (next: Partial<KeptUpdate>): KeptUpdate => {
    update = { ...(update as KeptUpdate), ...next };
    keepUpdate(store, update);
    between();
    return update;
  };
  if (update !== undefined && update.step !== "over") {
    const { starts } = step({ starts: update.starts + 1 });
    if (starts > MOST_STARTS && update.step !== "going-back")
      step({ step: "going-back", cause: "restarted-too-often" });
  }
  if (update?.step === "installing") {
    tell(`installs ${update.release.version}`);
    const isIn = debian.install(join(store, RELEASE_DEB)) && debian.installed() === update.release.version;
    between();
    step(isIn ? { step: "watching" } : { step: "going-back", cause: "install-failed" });
  }
  if (update?.step === "watching") {
    const cause = await untilWell(parts, update);
    step(cause === undefined ? { step: "over" } : { step: "going-back", cause });
  }
  if (update?.step === "going-back") {
    tell(`${update.release.version} is not well (${update.cause}): ${update.back.version} comes back`);
    const isBack = goBack(parts, update);
    between();
    const reason = update.cause === "install-failed" ? "install-failed" : "rolled-back";
    step({ step: "over", reason: isBack ? reason : "not-rolled-back" });
  }
  if (update !== undefined) {
    const { id, reason, cause } = update;
    tell(reason === undefined ? `${update.release.version} is well` : `ended: ${reason}`);
    tellOutcome(store, {
      id,
      state: reason === undefined ? "done" : "failed",
      ...(reason === undefined ? {} : { reason }),
      ...(reason === undefined || cause === undefined ? {} : { cause }),
    });
    between();
  }
  clearUp(parts);
}

function goBack({ places, debian, between }: WatchParts, { back }: KeptUpdate): boolean {
  for (let tried = 0; tried < WAYS_BACK; tried++) {
    if (tried > 0) debian.dropScripts();
    between();
    if (debian.install(join(places.store, BACK_DEB)) && debian.installed() === back.version) return true;
  }
  // Where the new version never got in, the former one was never gone.
  return debian.installed() === back.version;
}

/** Undefined when the new version is well and stays so; else why not. */
async function untilWell(parts: WatchParts, update: KeptUpdate): Promise<string | undefined> {
  const { monotonic, sleep = delay } = parts;
  const until = monotonic() + 1000 * update.seconds;
  let cause = "not-started";
  let since: { run: string; at: number } | undefined;
  // Who is well at the last moment is given the time to stay so.
  while (monotonic() < until || since !== undefined) {
    const said = readWell(parts, update);
    cause = whyNotWell(said, update.heard) ?? "not-steady";
    if (said === undefined || cause !== "not-steady") since = undefined;
    else if (since?.run !== said.run) since = { run: said.run, at: monotonic() };
    else if (monotonic() - since.at >= SETTLE_MS) return undefined;
    if (monotonic() >= until + SETTLE_MS + LOOK_MS) break;
    await sleep(LOOK_MS);
  }
  return cause;
}

const whyNotWell = (said: Well | undefined, heard: boolean): string | undefined => {
  if (said === undefined) return "not-started";
  if (!said.acknowledged) return "not-acknowledged";
  return heard && !said.hears ? "not-hearing" : undefined;
};

/** What the new version's supervisor says of itself; what an earlier update or another version says is nothing. */
function readWell({ places }: WatchParts, { token, release }: KeptUpdate): Well | undefined {
  let folder: OthersFolder | undefined;
  try {
    folder = new OthersFolder(places.asks);
    const said = folder.readJson(WELL, MOST_ASKED_BYTES);
    return Check(Well, said) && said.token === token && said.version === release.version ? said : undefined;
  } catch {
    return undefined;
  } finally {
    folder?.close();
  }
}

/** Nothing of it is left but what came of it. The unit goes last: where the power goes before, it clears up at the next start. */
function clearUp({ places, debian, between }: WatchParts): void {
  for (const name of readdirSync(places.store))
    if (name !== OUTCOME && name !== UPDATE) rmSync(join(places.store, name), { recursive: true, force: true });
  between();
  forgetUpdate(places.store);
  between();
  removeWatchUnit(places, debian);
}
