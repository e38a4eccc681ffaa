import { existsSync, readFileSync, writeFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommandError, ConfigError } from "@probewarden/cli";
import { parseDocument } from "yaml";
import { lockFolder } from "../../store/folder-lock.ts";
import { SeriesCopy } from "../../store/series/copy-series.ts";
import { openSeries, seriesPlace } from "../../store/series/open-series.ts";
import { copyState, countRows, tablesOf, type RowCounts } from "../../store/state/copy-state.ts";
import { openState, sqlitePath, statePlace } from "../../store/state/open-state.ts";
import { preparedConfigOf, type CommandContext } from "../command-context.ts";
import type { CollectorConfig } from "../config.ts";
import { findConfigFile, loadConfig } from "../load-config.ts";
import { replacePrivateFile } from "../private-files.ts";
import { withPassword } from "../store-password.ts";

export interface MoveOptions {
  config?: string;
  state: string;
  statePasswordFile?: string;
  series?: string;
  seriesPasswordFile?: string;
}

/** Names the target of series that were not all copied: the next attempt may find some there. */
const UNFINISHED = "move-series";

/**
 * Moves a collector from its embedded stores to PostgreSQL, and its series to InfluxDB where one is named: accounts, sessions, venues, plans,
 * sensors, suspects with their history, alerts, levels. The collector must stand still. The series go first, point by point, and again after an
 * interruption; the state in one transaction; the configuration last, so that the collector works with the old stores until all is there.
 */
export async function move(context: CommandContext, options: MoveOptions): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const file = options.config ?? findConfigFile(context.environment);
  if (file === undefined)
    throw new ConfigError("move rewrites collector.yaml, and there is none (name it with --config)");
  refuseTypedPassword(options.state, "state");
  if (options.series !== undefined) refuseTypedPassword(options.series, "series");
  const stateUrl = withPassword(options.state, options.statePasswordFile, "/state");
  const seriesUrl =
    options.series === undefined ? undefined : withPassword(options.series, options.seriesPasswordFile, "/series");
  check(config, stateUrl, seriesUrl);
  const unlock = lockFolder(config.dataDir);
  try {
    if (seriesUrl !== undefined) await moveSeries(context, config, seriesUrl);
    await moveState(context, config, stateUrl);
    rewrite(file, options);
    loadConfig(file, context.environment);
    context.print(
      `${file}: ${statePlace(stateUrl, "")}${seriesUrl === undefined ? "" : `, ${seriesPlace(seriesUrl, "")}`}. Start the collector. The old stores stay in ${config.dataDir}: remove them when all is well`,
    );
  } finally {
    unlock();
  }
}

/** What is typed on a command line stands in every process list and in the shell's history. @throws ConfigError */
function refuseTypedPassword(url: string, option: "state" | "series"): void {
  if (/^[a-z]+:\/\/[^/?#]*:[^/?#]*@/i.test(url) || /[?&]password=/i.test(url))
    throw new ConfigError(
      `--${option}: a password on the command line stands in every process list (put it into a file of mode 0600 and name that: --${option}-password-file FILE)`,
    );
}

function check({ state, series }: CollectorConfig, stateUrl: string, seriesUrl: string | undefined): void {
  if (!state.url.startsWith("sqlite:"))
    throw new CommandError(`the state is in ${statePlace(state.url, "")} already (move is for the embedded store)`);
  if (!/^postgres(ql)?:\/\//.test(stateUrl))
    throw new ConfigError("--state must be postgres:// (example: postgres://probewarden@localhost/probewarden)");
  if (seriesUrl === undefined) return;
  if (!series.url.startsWith("sqlite:"))
    throw new CommandError(`the series are in ${seriesPlace(series.url, "")} already (leave --series out)`);
  if (!/^influxs?:\/\//.test(seriesUrl))
    throw new ConfigError("--series must be influx:// (example: influx://probewarden@localhost:8086/probewarden)");
}

async function moveSeries(context: CommandContext, { dataDir, series }: CollectorConfig, url: string): Promise<void> {
  const file = sqlitePath(series.url, dataDir, "series.db");
  if (!existsSync(file)) return;
  // Brings an embedded store of an earlier version up to date, and makes the target's database and policies.
  await (await openSeries(series.url, dataDir)).stop();
  await (await openSeries(url, dataDir)).stop();
  const copy = new SeriesCopy(file, new URL(url));
  const mark = join(dataDir, UNFINISHED);
  const place = seriesPlace(url, dataDir);
  const isOurs = existsSync(mark) && readFileSync(mark, "utf8") === place;
  if (!isOurs) refuseFilled(place, await copy.target());
  writeFileSync(mark, place, { mode: 0o600 });
  const { kept } = await copy.copy(context.now(), (name, rows) => context.print(`${name}: ${rows} rows`));
  const there = await copy.target();
  const lacking = Object.keys(kept).filter((name) => (there[name] ?? 0) < (kept[name] ?? 0));
  if (lacking.length > 0)
    throw new CommandError(
      `${place}: ${lacking.map((name) => `${name} has ${there[name] ?? 0} of ${kept[name]} rows`).join(", ")} (nothing was changed here; run it again)`,
    );
  rmSync(mark);
}

async function moveState(context: CommandContext, { dataDir, state }: CollectorConfig, url: string): Promise<void> {
  const place = statePlace(url, dataDir);
  const source = await openState(state.url, dataDir);
  try {
    const target = await openState(url, dataDir);
    try {
      const tables = await tablesOf(source);
      const names = tables.map(({ name }) => name);
      refuseFilled(place, await countRows(target.db, names));
      const copied = await copyState(source, target, tables);
      const [here, there] = [await countRows(source.db, names), await countRows(target.db, names)];
      const wrong = names.filter((name) => here[name] !== there[name] || here[name] !== copied[name]);
      if (wrong.length > 0)
        throw new CommandError(
          `${place}: ${wrong.map((name) => `${name} has ${there[name] ?? 0} of ${here[name] ?? 0} rows`).join(", ")} (nothing was changed here; empty the target and run it again)`,
        );
      for (const [name, rows] of Object.entries(there)) context.print(`${name}: ${rows} rows`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function refuseFilled(place: string, counts: RowCounts): void {
  const [first] = Object.entries(counts);
  if (first !== undefined)
    throw new CommandError(`${place}: it is not empty, ${first[0]} has ${first[1]} rows (name an empty database)`);
}

/** Addresses and password files take the place of the embedded stores; everything else stays, comments too. A start may stand in another folder. */
function rewrite(file: string, { state, statePasswordFile, series, seriesPasswordFile }: MoveOptions): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  document.set(
    "state",
    document.createNode({ url: state, ...(statePasswordFile && { passwordFile: resolve(statePasswordFile) }) }),
  );
  if (series !== undefined)
    document.set(
      "series",
      document.createNode({ url: series, ...(seriesPasswordFile && { passwordFile: resolve(seriesPasswordFile) }) }),
    );
  replacePrivateFile(file, document.toString());
}
