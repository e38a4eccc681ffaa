import { CollectorConfig } from "./config.ts";

/** What the walk needs to know of a JSON schema. */
interface SchemaNode {
  type?: string;
  properties?: Record<string, SchemaNode>;
}

/** One setting: its place in the file, its JSON type where it has one, and the variable that overrides it. */
export interface Setting {
  path: readonly string[];
  type: string | undefined;
  variable: string;
}

/** The name of a setting's variable: /http/certFile is PW_HTTP_CERT_FILE. */
export const variableOf = (path: readonly string[]): string =>
  `PW_${path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join("_")}`;

/** Every setting, leaves only. */
export function settings(schema: SchemaNode = CollectorConfig as SchemaNode, above: readonly string[] = []): Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    const path = [...above, key];
    return node.properties === undefined
      ? [{ path, type: node.type, variable: variableOf(path) }]
      : settings(node, path);
  });
}

/** Names of the sections: the settings that hold settings. */
export const SECTIONS: readonly string[] = Object.entries((CollectorConfig as SchemaNode).properties ?? {})
  .filter(([, node]) => node.properties !== undefined)
  .map(([key]) => key);

/** The keys that are known at one place of the file. */
export function knownKeys(path: readonly string[]): string[] {
  let node: SchemaNode | undefined = CollectorConfig as SchemaNode;
  for (const key of path) node = node?.properties?.[key];
  return Object.keys(node?.properties ?? {});
}

/** The known name nearest to a mistyped one, if one is near enough to suggest. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
