import type { HearingRow } from "@probewarden/contract";
import { useEffect, useState } from "react";
import { request } from "../../api/client.ts";

/** Milliseconds between two looks for an answer, between two questions, and after one that could not be put. */
const LOOK_MS = 600;
const NEXT_MS = 700;
const AGAIN_MS = 3_000;
/** A page that was forgotten in a pocket stops asking. */
const ASKS_FOR_MS = 5 * 60_000;

/** What a sensor says of a transmitter while somebody stands at it. */
export interface Hearing {
  /** `asking`: the first answer is under way; `unreachable`: the collector; `over`: it was asked for long enough. */
  state: Exclude<HearingRow["state"], "asked"> | "asking" | "unreachable" | "over";
  /** The latest answer in which it was heard. */
  heard?: { askId: string; dbm: number; at: number };
}

/** Asks a sensor again and again how loud it hears a transmitter, as long as somebody looks. Undefined transmitter: asks nothing. */
export function useHearing(sensorId: string, transmitter: string | undefined): Hearing | undefined {
  const [hearing, setHearing] = useState<Hearing>();
  useEffect(() => {
    if (transmitter === undefined) return;
    const stopped = new AbortController();
    setHearing({ state: "asking" });
    void listen(sensorId, transmitter, stopped.signal, setHearing);
    return () => {
      stopped.abort();
      setHearing(undefined);
    };
  }, [sensorId, transmitter]);
  return transmitter === undefined ? undefined : hearing;
}

type Update = (change: (before: Hearing | undefined) => Hearing) => void;

async function listen(sensorId: string, transmitter: string, stopped: AbortSignal, tell: Update): Promise<void> {
  const until = Date.now() + ASKS_FOR_MS;
  const say = (next: Hearing): void => {
    // What was heard before stays on the screen beside what is so now.
    if (!stopped.aborted)
      tell((before) => ({ ...(before?.heard === undefined ? {} : { heard: before.heard }), ...next }));
  };
  while (!stopped.aborted && Date.now() < until) {
    try {
      const row = await askOnce(sensorId, transmitter, stopped);
      if (stopped.aborted || row === undefined) return;
      const { state, level, askId } = row;
      if (state === "heard" && level?.medianDbm !== undefined)
        say({ state, heard: { askId, dbm: level.medianDbm, at: Date.now() } });
      else if (state !== "asked") say({ state });
      await pause(state === "heard" ? NEXT_MS : AGAIN_MS, stopped);
    } catch {
      say({ state: "unreachable" });
      await pause(AGAIN_MS, stopped);
    }
  }
  say({ state: "over" });
}

/** One question, until it is answered. */
async function askOnce(sensorId: string, transmitter: string, stopped: AbortSignal): Promise<HearingRow | undefined> {
  const path = `/api/sensors/${sensorId}/hearing`;
  let row = await request<HearingRow>("POST", path, { transmitter });
  while (row.state === "asked") {
    await pause(LOOK_MS, stopped);
    if (stopped.aborted) return undefined;
    row = await request<HearingRow>("GET", `${path}/${row.askId}`);
  }
  return row;
}

const pause = (ms: number, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stopped.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
