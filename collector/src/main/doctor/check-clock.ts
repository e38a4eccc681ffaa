import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sql, type Kysely } from "kysely";
import { ClockWatch } from "../../health/clock-watch.ts";
import { problem } from "../../health/problem.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

/** Two machines whose clocks follow a time server differ by milliseconds. */
const APART_MS = 30_000;
/** No release of this product is older. */
const BEFORE_US = Date.parse("2026-01-01T00:00:00.000Z");

/** Whether the clock can be right: held against what collectors wrote down last, against the database's and against a time server. */
export async function checkClock(
  db: Kysely<StateTables>,
  dialect: "sqlite" | "postgres",
  now: () => number,
): Promise<DoctorCheck> {
  const id = "clock";
  const at = new Date(now()).toISOString();
  if (now() < BEFORE_US)
    return {
      id,
      state: "failed",
      says: `it is ${at}, before this program was made`,
      todo: "set the clock (timedatectl)",
    };
  const noted = await db.selectFrom("settings").select("value").where("name", "like", "clock.last-seen.%").execute();
  const lastSeen = noted.length === 0 ? undefined : Math.max(...noted.map(({ value }) => Number(value)));
  const jump = new ClockWatch(now, () => performance.now(), lastSeen).look();
  if (jump !== undefined) return checkOf(id, problem("clock-jumped", { seconds: jump }));
  if (dialect === "postgres") {
    const { rows } = await sql<{ ms: string }>`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms`.execute(db);
    const apart = Number(rows[0]?.ms) - now();
    if (Math.abs(apart) > APART_MS)
      return {
        id,
        state: "warning",
        says: `this machine's clock and the database's are ${Math.round(Math.abs(apart) / 1000)} s apart`,
        todo: "let both follow a time server (timedatectl set-ntp true)",
      };
  }
  const synchronised = await ntp();
  if (synchronised === "no")
    return {
      id,
      state: "warning",
      says: `it is ${at}, and the clock does not follow a time server`,
      todo: "timedatectl set-ntp true; the network must let NTP through",
    };
  return {
    id,
    state: "ok",
    says: `it is ${at}, ${synchronised === "yes" ? "by a time server" : "not before what was written down last; whether a time server sets it cannot be asked here"}`,
  };
}

/** What systemd says; empty where there is none. */
async function ntp(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("timedatectl", ["show", "--property=NTPSynchronized", "--value"], {
      timeout: 5_000,
    });
    return stdout.trim();
  } catch {
    return "";
  }
}
