import { ConfigError } from "@probewarden/cli";
import { isMap, isScalar, parseDocument, type Document } from "yaml";

/** Who the sensor is at its collector: all of it is the new file's, for half of an old identity opens nothing. */
const IDENTITY = ["url", "username", "password", "passwordFile", "ca", "caFile"];

/** The settings of a sensor that joins again. */
export interface MergedSettings {
  document: Document;
  /** Sections of the file before that the new one says nothing of. */
  kept: string[];
}

/**
 * Puts what a new agent.yaml says into the one that is there: its identity at the collector, and every other setting that it names. All
 * else stays as a technician wrote it, with the comments.
 * @param before text of the file that is there, by its name in messages
 * @throws ConfigError when that is no file of settings
 */
export function mergeSettings(before: string, file: string, given: Document): MergedSettings {
  const document = parseDocument(before);
  if (document.errors.length > 0 || !(document.contents === null || isMap(document.contents)))
    throw new ConfigError(
      `${file}: it is there and holds no settings, so nothing of it could be kept (move it away: mv ${file} ${file}.old)`,
    );
  if (!isMap(document.get("mqtt"))) document.set("mqtt", document.createNode({}));
  for (const key of IDENTITY) if (!given.hasIn(["mqtt", key])) document.deleteIn(["mqtt", key]);
  const named = given.toJS() as Record<string, unknown>;
  for (const [section, value] of Object.entries(named)) put(document, [section], value);
  const kept = isMap(document.contents)
    ? document.contents.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))
    : [];
  return { document, kept: kept.filter((section) => !(section in named)) };
}

/** A section is gone through key by key, so that what the new file does not name in it stays. */
function put(document: Document, path: readonly string[], value: unknown): void {
  const isSection = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isSection && isMap(document.getIn(path)))
    for (const [key, inner] of Object.entries(value)) put(document, [...path, key], inner);
  else document.setIn(path, typeof value === "object" && value !== null ? document.createNode(value) : value);
}
