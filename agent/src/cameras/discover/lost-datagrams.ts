import { readFileSync } from "node:fs";

/** Octets of the table that are read: some thousand sockets. */
const OCTETS = 512 * 1024;

/**
 * Datagrams that came to a UDP port of this machine and found its buffer full, in the text of /proc/net/udp: the last column of the lines of that
 * port. Undefined where the table does not have it.
 */
export function lostDatagramsIn(table: string, port: number): number | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const drops = table
    .slice(0, OCTETS)
    .split("\n")
    .flatMap((line) => {
      const columns = line.trim().split(/\s+/);
      const lost = Number(columns.at(-1));
      return columns[1]?.endsWith(suffix) === true && columns.length >= 13 && Number.isInteger(lost) ? [lost] : [];
    });
  return drops.length === 0 ? undefined : drops.reduce((sum, lost) => sum + lost, 0);
}

/** The same of this machine; none where the system has no such table (macOS). */
export function lostDatagrams(port: number, family: "IPv4" | "IPv6" = "IPv4"): number {
  try {
    return lostDatagramsIn(readFileSync(family === "IPv4" ? "/proc/net/udp" : "/proc/net/udp6", "latin1"), port) ?? 0;
  } catch {
    return 0;
  }
}
