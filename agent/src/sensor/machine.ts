import { readFile, readlink, statfs } from "node:fs/promises";
import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import { dirname } from "node:path";
import { loadPcap } from "../radio/capture/pcap-module.ts";
import { hasTcpdump } from "../radio/capture/tcpdump-capture.ts";
import { runCommand, type RunCommand } from "../radio/control/run-command.ts";

/** What doctor looks at the machine through; tests hand in another machine. */
export interface Machine {
  nodeVersion: string;
  run: RunCommand;
  /** A file's text; undefined when it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** Where a symbolic link points; undefined when there is none. */
  readLink(path: string): Promise<string | undefined>;
  /** Free octets on the file system of a folder that may not exist yet, and the nearest that is there; undefined when that cannot be told. */
  freeBytes(folder: string): Promise<{ free: number; folder: string } | undefined>;
  /** The addresses of its interfaces. */
  interfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>;
  hasPcap(): Promise<boolean>;
  hasTcpdump(): Promise<boolean>;
}

/** This machine. */
export const thisMachine: Machine = {
  nodeVersion: process.versions.node,
  run: runCommand,
  readText: (path) => readFile(path, "utf8").catch(() => undefined),
  readLink: (path) => readlink(path).catch(() => undefined),
  freeBytes,
  interfaces: networkInterfaces,
  hasPcap: async () => (await loadPcap()) !== undefined,
  hasTcpdump,
};

async function freeBytes(folder: string): ReturnType<Machine["freeBytes"]> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return { free: bavail * bsize, folder };
  } catch {
    // The folder is made at the first start: what holds it decides.
    const parent = dirname(folder);
    return parent === folder ? undefined : freeBytes(parent);
  }
}
