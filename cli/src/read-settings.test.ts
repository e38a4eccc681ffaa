import { Type, type TObject } from "typebox";
import { expect, test } from "vitest";
import { ConfigError } from "./config-error.ts";
import { readSettings, type SettingsFile } from "./read-settings.ts";

const FILE = {
  schema: Type.Object(
    {
      name: Type.String(),
      mqtt: Type.Object(
        {
          port: Type.Integer({ minimum: 1, maximum: 65535, default: 1883 }),
          caFile: Type.Optional(Type.String()),
          password: Type.Optional(Type.String()),
          hosts: Type.Array(Type.String(), { default: [] }),
        },
        { additionalProperties: false },
      ),
      level: Type.Union([Type.Literal("low"), Type.Literal("high")], { default: "low" }),
    },
    { additionalProperties: false },
  ),
  examples: { "/name": "north-gate", "/mqtt/port": "8883", "/level": "low" },
  mayBeEmpty: false,
} satisfies SettingsFile<TObject>;

const read = (text: string, environment: NodeJS.ProcessEnv = {}) => readSettings(FILE, text, "a.yaml", environment);

function mistake(text: string, environment: NodeJS.ProcessEnv = {}): string {
  try {
    read(text, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "none";
}

test("what the file does not say is the schema's default", () => {
  expect(read("name: a")).toEqual({ name: "a", mqtt: { port: 1883, hosts: [] }, level: "low" });
});

test("a variable goes before the file, in the setting's own type", () => {
  const environment = {
    PW_NAME: "123",
    PW_MQTT_PORT: "99",
    PW_MQTT_CA_FILE: "/ca",
    PW_MQTT_HOSTS: "a, b",
    PW_LEVEL: "",
  };
  expect(read("{ name: a, mqtt: { port: 1 } }", environment)).toEqual({
    name: "123",
    mqtt: { port: 99, caFile: "/ca", hosts: ["a", "b"] },
    level: "low",
  });
  expect(read("name: a", { PW_MQTT_HOSTS: "[c]" }).mqtt.hosts).toEqual(["c"]);
});

test.each([
  ["mqtt: {}", "a.yaml: /name is missing (example: north-gate)"],
  ["{ name: a, mqtt: { prot: 1 } }", "a.yaml: /mqtt/prot is unknown (did you mean port?)"],
  ["{ name: a, whatever: 1 }", "a.yaml: /whatever is unknown"],
  ["{ name: a, mqtt: { port: many } }", 'a.yaml: /mqtt/port must be integer, and is "many" (example: 8883)'],
  ["{ name: a, level: loud }", 'a.yaml: /level must be one of low, high, and is "loud" (example: low)'],
  ["{ name: a, mqtt: 1 }", "a.yaml: /mqtt must be object, and is 1"],
  ["", "a.yaml: it is empty (example: name: north-gate)"],
  ["# only a comment", "a.yaml: it is empty (example: name: north-gate)"],
  ["- a", "a.yaml: it is not a list of settings (example: name: north-gate)"],
])("the mistake in %j is told with its place, its value and an example", (text, line) => {
  expect(mistake(text)).toBe(line);
});

test("what is not YAML is told with its line", () => {
  expect(mistake("a: [1\nb: 2")).toMatch(/^a\.yaml: .* at line \d+, column \d+ \(mind: blanks and no tabs/);
});

test("a message repeats no password and no long value", () => {
  expect(mistake("{ name: a, mqtt: { password: 4711 } }")).toBe(
    "a.yaml: /mqtt/password must be string, and is not shown",
  );
  // A list where a section should be is often a matter of one hyphen, and the section has the password in it.
  expect(mistake("name: a\nmqtt:\n  - password: hunter2\n")).toBe("a.yaml: /mqtt must be object, and is not shown");
  expect(mistake(`{ name: a, level: ${"x".repeat(10_000)} }`).length).toBeLessThan(200);
  expect(mistake(`{ name: a, ${"y".repeat(10_000)}: 1 }`).length).toBeLessThan(200);
});

test("a file of aliases that grows beyond measure is refused", () => {
  const lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 10; level += 1) {
    const [above, name] = ["abcdefghij"[level - 1], "abcdefghij"[level]];
    lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${above}`).join(", ")}]`);
  }
  expect(mistake(lines.join("\n"))).toMatch(/alias/i);
});
