import type { Health, SelfCheck } from "@probewarden/contract";
import type { AgentConfig } from "../../main/config.ts";
import { checkCameraAnswers, checkCamerasSearch } from "../../sensor/check-cameras.ts";
import { checkClock, checkDisk, checkNode, checkPower } from "../../sensor/check-machine.ts";
import { checkOutbox } from "../../sensor/check-outbox.ts";
import type { DoctorCheck } from "../../sensor/doctor-report.ts";
import type { Machine } from "../../sensor/machine.ts";

/** Seconds without a frame after which a radio counts as deaf; it says so itself then. */
const DEAF_SECONDS = 60;

/**
 * What doctor looks at, asked of a sensor that runs: of the adapter, what the radio process says, for it holds it; of the way to the collector,
 * that this question came. Only names and states leave: what doctor says in words names hosts, folders and addresses.
 */
export async function selfTest(
  machine: Machine,
  config: AgentConfig,
  health: Health | undefined,
): Promise<SelfCheck[]> {
  const asked = await Promise.all([
    checkClock(machine),
    checkDisk(machine, config.dataDir),
    checkPower(machine),
    checkCameraAnswers(machine, config.cameras),
  ]);
  const found: DoctorCheck[] = [
    ...asked,
    checkNode(machine),
    checkCamerasSearch(machine, config),
    checkOutbox(config.dataDir),
  ];
  return [
    { check: "hearing", state: hearing(config, health) },
    ...(health?.parts ?? []).map(({ part, state }): SelfCheck => ({
      check: part === "radio" ? "radio-part" : "cameras-part",
      state: state === "running" ? "ok" : state === "off" ? "unknown" : "failed",
    })),
    { check: "broker", state: "ok" },
    ...found.map(({ id, state }): SelfCheck => ({ check: id, state })),
  ];
}

/** Whether the radio hears, as the latest report has it. */
export function hearing({ radio }: AgentConfig, health: Health | undefined): SelfCheck["state"] {
  if (!radio.enabled || health === undefined) return "unknown";
  const { lastFrameSecondsAgo: age, captureMethod } = health;
  if (captureMethod === "none" || age === null) return "failed";
  return age > DEAF_SECONDS ? "failed" : "ok";
}
