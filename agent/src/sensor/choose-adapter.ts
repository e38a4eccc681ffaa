import { basename } from "node:path";
import { parseIwDev, parseIwPhy } from "../radio/control/iw-output.ts";
import type { Machine } from "./machine.ts";

/** Driver of the radio that is soldered to a Raspberry Pi: it has no monitor mode. */
export const ON_BOARD_DRIVER = "brcmfmac";

/** Name of the driver of an interface; undefined where it does not say. */
export async function driverOf({ readLink }: Pick<Machine, "readLink">, name: string): Promise<string | undefined> {
  const link = await readLink(`/sys/class/net/${name}/device/driver`);
  return link === undefined ? undefined : basename(link);
}

/** The radio that is soldered to a Raspberry Pi, which is for the network; undefined where there is none. */
export async function onBoardRadio(machine: Pick<Machine, "run" | "readLink">): Promise<string | undefined> {
  for (const { name } of parseIwDev((await machine.run("iw", ["dev"])).stdout))
    if ((await driverOf(machine, name)) === ON_BOARD_DRIVER) return name;
  return undefined;
}

/**
 * The adapter to listen with where nobody named one: the first whose driver has monitor mode and that is not this machine's own way to the network, which
 * listening would cut. Undefined: none is plugged in.
 */
export async function chooseAdapter(
  machine: Pick<Machine, "run" | "readLink" | "interfaces">,
): Promise<string | undefined> {
  const used = machine.interfaces();
  for (const { name, phy } of parseIwDev((await machine.run("iw", ["dev"])).stdout)) {
    if ((used[name] ?? []).length > 0 || (await driverOf(machine, name)) === ON_BOARD_DRIVER) continue;
    const known = parseIwPhy((await machine.run("iw", ["phy", `phy${phy}`, "info"])).stdout)[0];
    if (known?.supportsMonitor === true) return name;
  }
  return undefined;
}
