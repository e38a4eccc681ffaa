import { join, relative, resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import { DEFAULT_DATA_DIR } from "./load-config.ts";

/** Settings that name a file, which `init` and `broker-config` put into the data folder. */
const FILES = [
  ["http", "certFile"],
  ["http", "keyFile"],
  ["mqtt", "certFile"],
  ["mqtt", "keyFile"],
  ["mqtt", "passwordFile"],
  ["mqtt", "caFile"],
] as const;

/** collector.yaml for another data folder, and what was rewritten in it, for a person. */
export interface MovedConfig {
  yaml: string;
  /** `/dataDir: /old -> /new`, one a line. */
  rewritten: string[];
}

/**
 * Rewrites the data folder in a collector.yaml, the files that it names below it, and the SQLite stores, wherever they were: a backup holds
 * those, and puts them into the data folder. All else stays as it stands, with its comments.
 * @returns undefined for text that is no YAML of settings
 */
export function moveConfig(text: string, dataDir: string): MovedConfig | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !(document.contents === null || isMap(document.contents))) return undefined;
  const rewritten: string[] = [];
  const textAt = (path: readonly string[]): string | undefined => {
    const value = path.length === 1 || isMap(document.get(path[0] ?? "")) ? document.getIn(path) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  const set = (path: readonly string[], value: string): void => {
    const before = textAt(path);
    if (before === value) return;
    document.setIn(path, value);
    rewritten.push(`/${path.join("/")}: ${before ?? "(not set)"} -> ${value}`);
  };
  const old = resolve(textAt(["dataDir"]) ?? DEFAULT_DATA_DIR);
  set(["dataDir"], dataDir);
  for (const path of FILES) {
    const file = textAt(path);
    if (file === undefined) continue;
    const below = relative(old, resolve(file));
    if (below !== "" && !below.startsWith("..")) set(path, join(dataDir, below));
  }
  for (const store of ["state", "series"]) {
    const url = textAt([store, "url"]);
    if (url?.startsWith("sqlite:") === true) set([store, "url"], "sqlite:");
  }
  return { yaml: document.toString({ lineWidth: 0 }), rewritten };
}
