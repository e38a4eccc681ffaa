import type { CollectorProblem, CollectorProblemCode, ProblemFacts } from "@probewarden/contract";

/** Longest name of a file or server in a fact; the schema lets no more through. */
const FACT_LENGTH = 128;

/** What is so, and what a person should do: the log's, the doctor's and `/api/health`'s English. The screens say it in their own words. */
const WORDS: Readonly<Record<CollectorProblemCode, string>> = {
  "disk-nearly-full": "the disk is nearly full: new data is refused, sensors keep it; free some space",
  "disk-full": "the disk is full to the last octet: new data is refused, sensors keep it; free some space",
  "disk-slow":
    "the disk writes slowly, so acknowledgements come late; see whether it fails (dmesg) or another program fills it",
  "data-folder-gone":
    "the data folder is gone: new data is refused, sensors keep it; put the folder back, or restore a backup there",
  "data-folder-read-only":
    "the data folder cannot be written: new data is refused, sensors keep it; see whether the disk became read-only (dmesg) and who owns the folder",
  "state-store-fails":
    "the state store fails: new data is refused, sensors keep it; see the cause, the disk and the database",
  "state-file-gone":
    "the file of the state is missing or empty: new data is refused, sensors keep it; put it back or restore a backup; to begin anew without it, remove the file with .made behind its name",
  "state-file-damaged":
    "the file of the state is damaged: new data is refused, sensors keep it; keep the file, and put a backup in its place (probewarden-collector restore)",
  "state-went-back":
    "the state is older than it was, so the end of the record is missing; check the disk, and whether somebody put an old file back",
  "state-server-away":
    "PostgreSQL cannot be reached: new data is refused, sensors keep it; see whether it runs, and /state/url",
  "state-server-refuses":
    "PostgreSQL refuses the login or has no such database; check user, password and database in /state/url",
  "venue-store-fails":
    "messages of one venue cannot be stored: they are refused, its sensors keep them, all others are taken; see the cause in the log",
  "series-store-fails":
    "the series store fails: levels and counts are refused, sensors keep them, findings are taken; see the cause",
  "series-file-gone":
    "the file of the series is missing or empty: levels and counts are refused, sensors keep them; put it back or restore a backup; to begin anew without it, remove the file with .made behind its name",
  "series-file-damaged":
    "the file of the series is damaged: levels and counts are refused, sensors keep them; keep the file, and put a backup in its place, or move it and its .made away to begin anew",
  "series-server-away":
    "InfluxDB cannot be reached: levels and counts are refused, sensors keep them, findings are taken; see whether it runs, and /series/url",
  "broker-away":
    "the broker is away: no sensor is heard, sensors keep their messages; see whether it runs, and /mqtt/url",
  "clock-jumped":
    "the collector's clock jumped: times before and after cannot be compared, and nothing is deleted for its age meanwhile; see how the clock is set (timedatectl)",
  "ingest-behind": "messages come faster than they are stored; see the speed of disk and database, or add a collector",
  "loop-slow": "the collector has too much to do and answers late; take load from it, or add a collector",
  "notices-fail": "notices do not get through; see the reason under Settings, and check the receiver's address",
  "alerts-held-back":
    "so many suspects came at once that not each has an alert yet: they stand in the list, and their alerts open when there is room",
  "sensors-refused":
    "a sensor claimed another's name, sent too much or what cannot be read, and was refused; the others are not affected; see `sensor list` and that device",
  "time-zone-unknown":
    "the time zone of a venue is none, so its times are told in UTC; `probewarden-collector venue list` shows it, `venue add VENUE --time-zone ZONE` mends it",
  "floor-size-wrong":
    "a floor has a size that no floor has; `probewarden-collector venue floor VENUE FLOOR --width METRES --height METRES` mends it",
  "sensors-outside":
    "sensors stand outside of their floor, and help to find no place; `probewarden-collector sensor place` puts them where they hang",
  "certificate-ends":
    "the server's certificate ends soon, and then no sensor and no browser comes in; `probewarden-collector certificates` says why it is not renewed, `certificates renew` does it",
  "certificate-not-renewed":
    "the certificates cannot be read or written, so they are not renewed; see the cause, the files and who owns them",
  "authority-not-followed":
    "sensors do not know the authority that signs next and would be locked out; switch them on, or give each its agent.yaml anew; `probewarden-collector certificates` names them",
  "provider-away":
    "the identity provider does not answer as it should: nobody signs in by it, passwords still let in; see the cause, whether it runs, and /oidc/issuer",
  "collector-silent": "a collector of the same database no longer reports; see whether it runs",
  "signing-keys-differ":
    "collectors of one database sign packages of evidence with different keys, so who verifies one must know which collector made it; give all of them the same file (/packages/keyFile)",
  "collectors-apart":
    "this collector cannot keep its two connections to PostgreSQL for the lead and for what others change: its screens lag behind, and what one does for all may not be done; see the cause, max_connections, and that no pooler shares sessions",
};

/** The words of a code in two: what is so, and what a person should do; the second is empty where nothing is to be done. */
export function wordsOf(code: CollectorProblemCode): { what: string; todo: string } {
  const [what = "", ...todo] = WORDS[code].split("; ");
  return { what, todo: todo.join("; ") };
}

/** A problem with its words and what fills them. */
export function problem(code: CollectorProblemCode, facts: ProblemFacts = {}): CollectorProblem {
  const kept = Object.entries(facts).map(([name, value]): [string, string | number] => [
    name,
    typeof value === "string" ? value.slice(-FACT_LENGTH) : value,
  ]);
  const told = kept.map(([name, value]) => `${name} ${value}`).join(", ");
  const text = WORDS[code];
  return {
    code,
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}${told === "" ? "" : ` (${told})`}.`,
    ...(kept.length === 0 ? {} : { facts: Object.fromEntries(kept) }),
  };
}

/** Problems with which no new data may be taken: what is said to be stored would not be. */
const REFUSING: ReadonlySet<string> = new Set<CollectorProblemCode>([
  "disk-nearly-full",
  "disk-full",
  "data-folder-gone",
  "data-folder-read-only",
  "state-store-fails",
  "state-file-gone",
  "state-file-damaged",
  "state-server-away",
  "state-server-refuses",
]);

export const isRefusing = ({ code }: { code: string }): boolean => REFUSING.has(code);
