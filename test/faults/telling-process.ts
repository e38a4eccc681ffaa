// The part of a collector that opens alerts and tells people of them, as a process that can be killed: usage FOLDER FIRST LAST. It opens the alert
// of one new suspect after the other, says `stored N` for each as soon as the store has it, and tells of all that was not told yet.
import { setTimeout as delay } from "node:timers/promises";
import { Alerts } from "../../collector/src/alerts/alerts.ts";
import { Notices } from "../../collector/src/alerts/notify/notices.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { makeSuspectRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";

/** So far apart that kills come before, amid and after the telling of each. */
const EVERY_MS = 150;
const GROUP_MS = 400;
/** Alerts open from different sensors' words at their own pace; here the time between two is made longer, so that no budget holds one back. */
const PACE_MS = 130_000;

const [folder = ".", first = "0", last = "0"] = process.argv.slice(2);
const failed = (error: unknown): void => {
  console.error(error);
  process.exit(1);
};
const state = await openState("sqlite:", folder);
const notices = new Notices({
  state,
  now: Date.now,
  allow: ["127.0.0.1"],
  groupMs: GROUP_MS,
  lookMs: 50,
  retryAfter: () => 1,
  changed: () => undefined,
  failed,
});
await state.db
  .insertInto("venues")
  .values(makeVenueRow())
  .onConflict((conflict) => conflict.doNothing())
  .execute();
notices.start();
console.log("started");
for (let n = Number(first); n <= Number(last); n += 1) {
  const now = Date.now() + n * PACE_MS;
  const alerts = new Alerts({ state, notifier: notices, changed: () => undefined, failed, now: () => now });
  await state.db
    .insertInto("suspects")
    .values(makeSuspectRow(`box-n${n}`, { band: "strong" }))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await alerts.suspectChanged(`box-n${n}`);
  console.log(`stored ${n}`);
  await delay(EVERY_MS);
}
