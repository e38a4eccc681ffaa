import { loadPcap } from "./pcap-module.ts";
import { hasTcpdump } from "./tcpdump-capture.ts";

/** Ways to capture live, the better one first. */
export const LIVE_METHODS = ["pcap", "tcpdump"] as const;
export type LiveMethod = (typeof LIVE_METHODS)[number];

/** What this machine can capture by. */
export type AvailableMethods = Readonly<Record<LiveMethod, boolean>>;

/** Looks what is here: npm `pcap` only where it was built, tcpdump only where it is installed. Both may come while the sensor runs. */
export async function availableMethods(): Promise<AvailableMethods> {
  const [pcap, tcpdump] = await Promise.all([loadPcap().then((module) => module !== undefined), hasTcpdump()]);
  return { pcap, tcpdump };
}

/** The way that is taken of those that are here, as `radio.capture` wants it. */
export function chooseMethod(wanted: LiveMethod | "auto", available: AvailableMethods): LiveMethod | "none" {
  return LIVE_METHODS.find((method) => available[method] && (wanted === "auto" || wanted === method)) ?? "none";
}

/** What is not here, as `health` tells it. */
export const missingMethods = (available: AvailableMethods): LiveMethod[] =>
  LIVE_METHODS.filter((method) => !available[method]);

/** What helps where nothing of what is wanted is here, in words for a technician. */
export const MEND_METHOD: Readonly<Record<LiveMethod | "auto", string>> = {
  auto: "Install tcpdump: sudo apt install tcpdump",
  tcpdump: "Install it: sudo apt install tcpdump. Or set radio.capture: auto",
  // npm removes an optional package that could not be built, so there is nothing to rebuild.
  pcap: "Build it: sudo apt install libpcap-dev g++ make python3, then npm ci. Or set radio.capture: auto",
};

/** What is told where nothing of what is wanted is here. */
export const NO_METHOD: Readonly<Record<LiveMethod | "auto", string>> = {
  auto: "Neither npm pcap nor tcpdump is here, so nothing can be captured.",
  tcpdump: "tcpdump is not here, and radio.capture wants it.",
  pcap: "npm pcap is not built here, and radio.capture wants it.",
};
