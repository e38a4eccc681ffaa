import { openSeries } from "../store/series/open-series.ts";
import { openState } from "../store/state/open-state.ts";
import { Ingest } from "./intake.ts";

/** A collector's ingest as a process of its own, for tests that kill it: arguments are the data folder and the broker's address. */
const [dataDir, url] = process.argv.slice(2);
if (dataDir === undefined || url === undefined) throw new RangeError("usage: test-collector DATA_DIR URL");

const state = await openState("sqlite:", dataDir);
const series = await openSeries("sqlite:", dataDir);
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, text: string) => process.stderr.write(`${text} ${JSON.stringify(fields)}\n`),
};
const broker = { url, username: "collector", password: "secret-of-the-collector" };
await new Ingest({
  state,
  series,
  broker,
  dataDir,
  minimumFreeBytes: 0,
  deadLetters: 10,
  onChange: () => undefined,
  log,
}).start();
