import { describe, expect, test } from "vitest";
import { framesOf, innocentsOf, judge, type Verdict } from "./recorded-air.ts";
import { hopping, TWISTS } from "./twists.ts";

/** Recordings of the radio lab in which nobody may be accused, and those whose attack one of the detectors in force finds. */
const BENIGN = ["benign", "benign_hop", "crowd"];
const ATTACKS: Readonly<Record<string, string>> = {
  karma_airbase: "probe-box",
  karma_onebssid: "probe-box",
  canary_answer: "probe-box",
  beacon_flood_mdk4: "disruption",
  beacon_flood_slow: "disruption",
  deauth_aireplay: "disruption",
  deauth_mdk4: "disruption",
  auth_dos_mdk4: "disruption",
  gas_ping: "probe-box",
  presence_ping_null: "probe-box",
  presence_ping_rts: "probe-box",
};

/** The attack is found, and nobody innocent is named for it. */
function expectFound({ suspicions, accused }: Verdict, recording: string, suspicion: string): void {
  expect([...suspicions]).toContain(suspicion);
  const innocents = innocentsOf(recording);
  expect([...accused].filter((address) => innocents.has(address))).toEqual([]);
}

describe.each(Object.keys(TWISTS))("%s", (name) => {
  const twist = TWISTS[name] ?? hopping;

  test.each(BENIGN)("%s accuses nobody", async (recording) => {
    expect([...judge(twist(await framesOf(recording))).suspicions]).toEqual([]);
  });

  test.each(Object.entries(ATTACKS))("%s is found as %s", async (recording, suspicion) => {
    expectFound(judge(twist(await framesOf(recording))), recording, suspicion);
  });
});

test.each(BENIGN)("a radio that hops past %s accuses nobody", async (recording) => {
  expect([...judge(hopping(await framesOf(recording))).suspicions]).toEqual([]);
});

test.each(Object.entries(ATTACKS))(
  "%s is found as %s although the process is killed in the middle",
  async (recording, suspicion) => {
    const frames = await framesOf(recording);
    expectFound(judge(frames, { restartAt: Math.floor(frames.length / 2) }), recording, suspicion);
  },
);
