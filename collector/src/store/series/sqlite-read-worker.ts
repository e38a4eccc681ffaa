import { parentPort, workerData } from "node:worker_threads";
import { openSqliteForReading } from "../state/sqlite-file.ts";
import type { ReadAnswer, ReadRequest } from "./sqlite-read-thread.ts";
import { SqliteSeriesReader } from "./sqlite-series-reader.ts";

// The thread of SqliteReadThread: it opens the file that it was given, and answers reads until it is told to end.
const port = parentPort;
if (port === null) throw new Error("this file is the entry of a thread");
const reader = new SqliteSeriesReader(openSqliteForReading(String(workerData)));
const running = new Set<Promise<void>>();

async function answer({ id, read, parameters }: ReadRequest): Promise<void> {
  const work = reader[read] as (...parameters: unknown[]) => Promise<unknown>;
  const said: ReadAnswer = await work.apply(reader, parameters).then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, message: error instanceof Error ? error.message : String(error) }),
  );
  port?.postMessage(said);
}

port.on("message", (asked: ReadRequest | "end") => {
  if (asked === "end") {
    reader.end();
    void Promise.all(running).then(() => {
      reader.close();
      port.close();
    });
    return;
  }
  const one = answer(asked).finally(() => running.delete(one));
  running.add(one);
});
