import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the kernel says of an interface now. */
export interface LinkState {
  /** Number of the interface; another one after it was removed and made again under the same name. */
  index: number;
  up: boolean;
  /** Frames that the kernel has received on it. */
  received: number;
}

/** IFF_UP of netdevice(7). */
const IFF_UP = 0x1;

/** State of an interface from sysfs; undefined when there is none of that name. */
export async function readLinkState(interfaceName: string): Promise<LinkState | undefined> {
  const folder = join("/sys/class/net", interfaceName);
  try {
    const [index, flags, received] = await Promise.all(
      ["ifindex", "flags", "statistics/rx_packets"].map((file) => readFile(join(folder, file), "latin1")),
    );
    return { index: Number(index), up: (Number(flags) & IFF_UP) !== 0, received: Number(received) };
  } catch {
    // No such file: no such interface, or it vanished between two reads.
    return undefined;
  }
}

/** Address of one of our own interfaces, in the contract's spelling; undefined when there is none of that name. */
export function addressOf(interfaceName: string): string | undefined {
  try {
    const address = readFileSync(join("/sys/class/net", interfaceName, "address"), "latin1").trim();
    return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(address) ? address : undefined;
  } catch {
    // No such file: no such interface.
    return undefined;
  }
}
