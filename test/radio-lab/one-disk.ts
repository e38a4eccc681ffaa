import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** `radio-lab.sh`. */
export const SCRIPT = `${HERE}radio-lab.sh`;
/** Where the guest's kernel and initramfs are kept. */
export const CACHE = fileURLToPath(new URL("../../.probewarden/radio-lab", import.meta.url));

/** Debian package → a program of it. */
const NEEDS = {
  "qemu-system-x86": "/usr/bin/qemu-system-x86_64",
  tshark: "/usr/bin/tshark",
  cpio: "/usr/bin/cpio",
  kmod: "/usr/sbin/depmod",
  e2fsprogs: "/usr/sbin/mke2fs",
  python3: "/usr/bin/python3",
};

/** What npm makes of `pcap`, without which no frame can be sent. */
const PCAP = fileURLToPath(new URL("../../node_modules/pcap/build/Release/pcap_binding.node", import.meta.url));

declare module "vitest" {
  interface ProvidedContext {
    /** The image with Node and the built agent, which a guest mounts. */
    disk: string;
  }
}

/** Makes what all guests have in common: kernel and initramfs, unless they are there, and the sensor's disk. Throws where this machine lacks a program. */
export default function setup(project: TestProject): () => void {
  const missing = Object.entries(NEEDS).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (missing.length > 0) throw new Error(`the radio lab needs Debian packages: apt-get install ${missing.join(" ")}`);
  if (!existsSync(PCAP))
    throw new Error("the radio lab needs npm pcap, built: apt-get install libpcap-dev g++ make, then npm ci");
  const folder = mkdtempSync(`${tmpdir()}/probewarden-radio-lab-`);
  mkdirSync(CACHE, { recursive: true });
  execFileSync(SCRIPT, ["build"], { stdio: "inherit", env: { ...process.env, RADIO_LAB_CACHE: CACHE } });
  execFileSync(`${HERE}sensor-disk.sh`, [`${folder}/sensor.ext4`], {
    stdio: "inherit",
  });
  project.provide("disk", `${folder}/sensor.ext4`);
  return () => rmSync(folder, { recursive: true, force: true });
}
