import type { Finding } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { framesOf, innocentsOf, judge, type Verdict } from "./recorded-air.ts";

type Suspicion = Finding["suspicion"];

/**
 * Every attack of the radio lab: what it is found as, and in how many of its five seconds a radio that listens one second in five finds it,
 * within the 35 seconds that each lasts. `deauth_aireplay` sends in three of five only. Of who asks in one second and is addressed by RTS
 * in another such a radio hears too little in so short a time.
 */
const ATTACKS: readonly (readonly [recording: string, found: readonly Suspicion[], hopping: number])[] = [
  ["auth_dos_mdk4", ["disruption"], 5],
  ["beacon_flood_mdk4", ["disruption"], 5],
  ["beacon_flood_slow", ["disruption"], 5],
  ["canary_answer", ["probe-box"], 5],
  ["datasky_like", ["probe-box"], 5],
  ["deauth_aireplay", ["disruption"], 3],
  ["deauth_mdk4", ["disruption"], 5],
  ["evil_twin", ["impostor"], 5],
  ["gas_ping", ["probe-box"], 5],
  ["karma_airbase", ["impostor", "probe-box"], 5],
  ["karma_onebssid", ["probe-box"], 5],
  ["known_beacons", ["impostor", "probe-box"], 5],
  ["mana_loud", ["impostor", "probe-box"], 5],
  ["popular_lure", ["impostor", "probe-box"], 5],
  ["presence_ping_null", ["probe-box"], 5],
  ["presence_ping_rts", ["probe-box"], 3],
];
/**
 * `karma_airbase` wears one public name as well, which makes an impostor of it where it is known to be new: its channel was listened to for ten
 * seconds without it. A process that was started in those cannot know.
 */
const ONLY_WHERE_NEW: Readonly<Record<string, Suspicion>> = { karma_airbase: "impostor" };
const BENIGN = ["benign", "benign_hop", "crowd"];
const EVERY_SECONDS = 5;
const PHASES = [0, 1, 2, 3, 4];
/** Where the process is killed, as a share of the frames: before the attack or as it begins, in it, near its end. */
const KILLED_AT = [0.25, 0.5, 0.75];

const suspicionsOf = ({ suspicions }: Verdict): Suspicion[] => [...suspicions].sort();

/** What a radio hears that is on the channel in one second of five. */
const hopping = (frames: readonly CapturedFrame[], phase: number): CapturedFrame[] => {
  const start = frames[0]?.atSeconds ?? 0;
  return frames.filter(({ atSeconds }) => Math.floor(atSeconds - start) % EVERY_SECONDS === phase);
};

function expectNoInnocent(verdict: Verdict, innocents: ReadonlySet<string>): void {
  expect([...verdict.accused].filter((address) => innocents.has(address))).toEqual([]);
}

describe.each(ATTACKS)("%s is the same", (recording, found, leastPhases) => {
  const innocents = innocentsOf(recording);

  test("live, with a tick each second, as replayed", async () => {
    const frames = await framesOf(recording);
    const live = judge(frames, { recording, ticks: true });
    expect(suspicionsOf(live)).toEqual(found);
    expect(live).toEqual(judge(frames, { recording }));
    expectNoInnocent(live, innocents);
  });

  test("in two pieces, the process killed between them", async () => {
    const frames = await framesOf(recording);
    for (const share of KILLED_AT) {
      const verdict = judge(frames, { recording, ticks: true, restartAt: Math.floor(share * frames.length) });
      const known = found.filter((it) => ONLY_WHERE_NEW[recording] !== it || verdict.suspicions.has(it));
      expect(suspicionsOf(verdict), `killed at ${share}`).toEqual(known);
      expectNoInnocent(verdict, innocents);
    }
  });

  test("to a radio that is on the channel one second in five, as far as it hears it, killed or not", async () => {
    const frames = await framesOf(recording);
    let phases = 0;
    for (const phase of PHASES) {
      const heard = hopping(frames, phase);
      const verdict = judge(heard, { recording, ticks: true, hops: true });
      expectNoInnocent(verdict, innocents);
      if (found.some((it) => verdict.suspicions.has(it))) phases++;
    }
    expect(phases).toBeGreaterThanOrEqual(leastPhases);
  });
});

test.each(BENIGN)("%s accuses nobody, live, in two pieces, or one second in five", async (recording) => {
  const frames = await framesOf(recording);
  expect(suspicionsOf(judge(frames, { recording, ticks: true }))).toEqual([]);
  for (const share of KILLED_AT) {
    const restartAt = Math.floor(share * frames.length);
    expect(suspicionsOf(judge(frames, { recording, ticks: true, restartAt }))).toEqual([]);
  }
  for (const phase of PHASES) {
    const heard = hopping(frames, phase);
    const restartAt = Math.floor(heard.length / 2);
    expect(suspicionsOf(judge(heard, { recording, ticks: true, hops: true }))).toEqual([]);
    expect(suspicionsOf(judge(heard, { recording, ticks: true, hops: true, restartAt }))).toEqual([]);
  }
});
