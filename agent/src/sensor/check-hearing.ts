import { setTimeout as sleep } from "node:timers/promises";
import type { AgentConfig } from "../main/config.ts";
import { makeRadioSource } from "../radio/radio-source.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** Seconds that doctor listens: a beacon comes ten times a second. */
const LISTEN_SECONDS = 3;

/** Listens as the sensor would, counts, and keeps nothing of what it heard. */
export async function checkHearing(radio: AgentConfig["radio"], file: string): Promise<DoctorCheck> {
  const id = "hearing";
  const startAfterSeconds = 0;
  const listener = makeRadioSource(
    radio.recording ? { ...radio, recording: { ...radio.recording, startAfterSeconds } } : radio,
    file,
  );
  const { source } = listener;
  let frames = 0;
  let broke: string | undefined;
  const run = source
    .run(() => void frames++)
    .catch((error: unknown) => {
      broke = error instanceof Error ? error.message : String(error);
    });
  await sleep(LISTEN_SECONDS * 1000);
  const [problem] = listener.problems();
  await source.stop();
  await run;
  await listener.restore();
  if (broke !== undefined) return { id, state: "failed", says: broke };
  const says = `${frames} frames in ${LISTEN_SECONDS} seconds, by ${source.method}`;
  if (frames > 0) return { id, state: "ok", says };
  return {
    id,
    state: "failed",
    says,
    todo:
      problem?.text ??
      "Check the antenna, take channels of networks near you into the plan, and stop a sensor that holds the radio.",
  };
}
