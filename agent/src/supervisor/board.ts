import { readFile, statfs } from "node:fs/promises";

/** The board's own thermometer, in thousandths of a degree (kernel: thermal/sysfs-api); not every machine has one. */
const THERMOMETER = "/sys/class/thermal/thermal_zone0/temp";

/** What the machine says of itself. */
export interface Board {
  diskFreeBytes?: number;
  temperatureCelsius?: number;
}

/** Free octets where the outbox lives, and the temperature of the CPU; what cannot be read is left out. */
export async function readBoard(folder: string): Promise<Board> {
  const [disk, temperature] = await Promise.allSettled([statfs(folder), readFile(THERMOMETER, "utf8")]);
  const board: Board = {};
  if (disk.status === "fulfilled") board.diskFreeBytes = disk.value.bavail * disk.value.bsize;
  const celsius = temperature.status === "fulfilled" ? Number(temperature.value) / 1000 : Number.NaN;
  if (Number.isFinite(celsius)) board.temperatureCelsius = celsius;
  return board;
}
