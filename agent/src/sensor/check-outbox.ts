import { join } from "node:path";
import { readOutbox } from "../uplink/outbox-database.ts";
import { unreadableFiles } from "../uplink/unreadable-files.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** What waits for the collector, what can never be accepted, and a damaged file that was set aside. Reads only. */
export function checkOutbox(dataDir: string): DoctorCheck {
  const id = "outbox";
  const folder = join(dataDir, "outbox");
  const aside = new Map<string, number>();
  let waiting = 0;
  try {
    for (const message of readOutbox(folder)) {
      if (message.aside === undefined) waiting += 1;
      else aside.set(message.aside, (aside.get(message.aside) ?? 0) + 1);
    }
  } catch (error) {
    const { code } = (error as Error).cause as NodeJS.ErrnoException;
    const todo =
      code === "EACCES" || code === "EPERM"
        ? "Run doctor with sudo: only the sensor's own user may look there."
        : "The sensor sets a damaged file aside at its next start and saves what can be read; look at the disk.";
    return { id, state: "failed", says: (error as Error).message, todo };
  }
  const says = `${waiting} messages wait for the collector`;
  const [damaged] = unreadableFiles(folder);
  if (damaged !== undefined)
    return {
      id,
      state: "warning",
      says: `${says}; a damaged outbox was set aside and begun anew`,
      todo: `Look at ${join(folder, damaged)}, then remove it; if it comes back, change the card.`,
    };
  if (aside.size === 0) return { id, state: "ok", says };
  const reasons = [...aside].map(([reason, count]) => `${count} (${reason})`).join(", ");
  return {
    id,
    state: "warning",
    says: `${says}; ${reasons} can never be accepted and are set aside`,
    todo: "`probewarden-agent set-aside` prints them; with --forget they are forgotten.",
  };
}
