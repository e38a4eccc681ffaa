import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { RECEIVE_BUFFER_OCTETS } from "../cameras/discover/ws-discovery.ts";
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

/** Linux, Documentation/admin-guide/sysctl/net.rst: the most that a program may ask for; what it asks for beyond that is cut without a word. */
const MOST = "/proc/sys/net/core/rmem_max";

/** Whether the kernel gives discovery the buffer that it asks for: cameras answer a question to all of them at once. */
export async function checkCameraAnswers(
  machine: Pick<Machine, "readText">,
  { enabled }: Pick<AgentConfig["cameras"], "enabled">,
): Promise<DoctorCheck> {
  const id = "camera-answers";
  if (!enabled) return { id, state: "unknown", says: "looking for cameras is switched off in the configuration" };
  const most = Number((await machine.readText(MOST))?.trim() || Number.NaN);
  if (!Number.isFinite(most))
    return { id, state: "unknown", says: "this system does not say how large a buffer may be" };
  const kilobytes = (octets: number): string => `${Math.round(octets / 1_000)} kB`;
  const says = `answers of cameras have room for ${kilobytes(Math.min(most, RECEIVE_BUFFER_OCTETS))} (net.core.rmem_max)`;
  if (most >= RECEIVE_BUFFER_OCTETS) return { id, state: "ok", says };
  return {
    id,
    state: "warning",
    says: `${says}; where 200 cameras answer at once some answers are lost, which is counted, and asked for again`,
    todo: "sudo cp configs/sysctl/60-probewarden.conf /etc/sysctl.d/ && sudo sysctl --system",
  };
}
