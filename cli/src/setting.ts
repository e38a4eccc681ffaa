import type { TObject } from "typebox";

/** What the walk needs to know of a JSON schema. */
interface SchemaNode {
  type?: string;
  properties?: Readonly<Record<string, SchemaNode>>;
}

/** One setting: its place in the file, its JSON type where it has one, and the variable that overrides it. */
export interface Setting {
  path: readonly string[];
  type: string | undefined;
  variable: string;
}

/** The name of a setting's variable: /mqtt/caFile is PW_MQTT_CA_FILE. */
const variableOf = (path: readonly string[]): string =>
  `PW_${path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join("_")}`;

/** Every setting of a file: the leaves, and those of its sections. An object inside a section is one setting, given as YAML. */
export function settingsOf(schema: TObject): Setting[] {
  return Object.entries(propertiesAt(schema, [])).flatMap(([name, node]) =>
    node.properties === undefined
      ? [settingAt([name], node)]
      : Object.entries(node.properties).map(([key, leaf]) => settingAt([name, key], leaf)),
  );
}

const settingAt = (path: readonly string[], { type }: SchemaNode): Setting => ({
  path,
  type,
  variable: variableOf(path),
});

/** Names of the sections: the settings that hold settings. */
export const sectionsOf = (schema: TObject): string[] =>
  Object.entries(propertiesAt(schema, [])).flatMap(([key, { properties }]) => (properties === undefined ? [] : [key]));

/** The keys that are known at one place of the file. */
export const keysAt = (schema: TObject, path: readonly string[]): string[] => Object.keys(propertiesAt(schema, path));

function propertiesAt(schema: TObject, path: readonly string[]): Readonly<Record<string, SchemaNode>> {
  let node: SchemaNode | undefined = schema;
  for (const key of path) node = node?.properties?.[key];
  return node?.properties ?? {};
}
