import type { DoctorCheck } from "./doctor-report.ts";
import type { Machine } from "./machine.ts";

const OLDEST_NODE = [20, 19] as const;
const MIN_FREE_BYTES = 536_870_912;
/** With less nothing can be kept, not even a report. */
const FULL_BYTES = 16 * 1_048_576;
/** Bits of `vcgencmd get_throttled` (Raspberry Pi documentation): under-voltage now, and since the start. */
const UNDER_VOLTAGE_NOW = 1 << 0;
const UNDER_VOLTAGE_SINCE_START = 1 << 16;

/** Node is new enough. */
export function checkNode({ nodeVersion }: Machine): DoctorCheck {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) {
    return { id: "node", state: "ok", says: `Node ${nodeVersion}` };
  }
  return {
    id: "node",
    state: "failed",
    says: `Node ${nodeVersion} is too old`,
    todo: `Install Node ${OLDEST_NODE.join(".")} or newer; 24 is best.`,
  };
}

/** The clock follows a time server: a finding's time is evidence. */
export async function checkClock({ run }: Machine): Promise<DoctorCheck> {
  const { ok, stdout } = await run("timedatectl", ["show", "--property=NTPSynchronized", "--value"]);
  const answer = ok ? stdout.trim() : "";
  if (answer === "yes") return { id: "clock", state: "ok", says: "the clock follows a time server" };
  if (answer === "no") {
    return {
      id: "clock",
      state: "warning",
      says: "the clock does not follow a time server",
      todo: "sudo timedatectl set-ntp true; the network must let NTP through.",
    };
  }
  return {
    id: "clock",
    state: "unknown",
    says: "timedatectl does not answer, so nobody knows whether the clock is right",
    todo: "Hold `date` against a clock that you trust.",
  };
}

/** There is room for the outbox. */
export async function checkDisk(machine: Machine, dataDir: string): Promise<DoctorCheck> {
  const found = await machine.freeBytes(dataDir);
  if (found === undefined) return { id: "disk", state: "unknown", says: `free space of ${dataDir} cannot be told` };
  const { free, folder } = found;
  const where = folder === dataDir ? dataDir : `${dataDir}, which the first start makes (measured at ${folder})`;
  const says = `${Math.floor(free / 1_048_576)} MiB free for ${where}`;
  if (free >= MIN_FREE_BYTES) return { id: "disk", state: "ok", says };
  if (free < FULL_BYTES)
    return {
      id: "disk",
      state: "failed",
      says: `the disk is full: ${says}`,
      todo: "Make room (`sudo apt-get clean`, `sudo journalctl --vacuum-size=50M`), or put a larger card in.",
    };
  return { id: "disk", state: "warning", says, todo: "Make room: findings wait there while the collector is away." };
}

/** A Raspberry Pi with too weak a power supply drops its USB radio. */
export async function checkPower({ run }: Machine): Promise<DoctorCheck> {
  const { ok, stdout } = await run("vcgencmd", ["get_throttled"]);
  const flags = Number(/throttled=(0x[0-9a-f]+)/i.exec(stdout)?.[1] ?? Number.NaN);
  if (!ok || Number.isNaN(flags))
    return { id: "power", state: "unknown", says: "this board does not tell of its power supply" };
  const todo = "Use the board's own power supply and a short cable, or a powered USB hub for the radio.";
  if (flags & UNDER_VOLTAGE_NOW)
    return { id: "power", state: "warning", says: "the board has too little voltage now", todo };
  if (flags & UNDER_VOLTAGE_SINCE_START)
    return { id: "power", state: "warning", says: "the board had too little voltage since its start", todo };
  return { id: "power", state: "ok", says: "no under-voltage since the start" };
}
