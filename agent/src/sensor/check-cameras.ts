import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { NOWHERE_TO_ASK, placesToAsk } from "../cameras/places-to-ask.ts";
import type { AgentConfig } from "../main/config.ts";
import type { DoctorCheck } from "./doctor-report.ts";
import type { Machine } from "./machine.ts";

/** Whether cameras can be looked for: there is somebody to ask, and a folder for what they answer. */
export function checkCamerasSearch(
  machine: Pick<Machine, "interfaces">,
  { cameras, dataDir }: Pick<AgentConfig, "cameras" | "dataDir">,
): DoctorCheck {
  const id = "cameras";
  if (!cameras.enabled)
    return { id, state: "unknown", says: "looking for cameras is switched off in the configuration" };
  const places = placesToAsk(cameras, machine.interfaces());
  if (places.length === 0)
    return {
      id,
      state: "failed",
      says: NOWHERE_TO_ASK,
      todo: "Connect the venue's network, or set cameras.enabled: false.",
    };
  const says = `cameras are asked on ${places.join(", ")}`;
  const folder = join(dataDir, "cameras");
  if (!existsSync(folder)) return { id, state: "ok", says };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return { id, state: "ok", says };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      id,
      state: "failed",
      says: `${says}, and what they answer cannot be kept in ${folder} (${String(code)})`,
      todo: "Run doctor with sudo, or give the folder to the sensor's user.",
    };
  }
}
