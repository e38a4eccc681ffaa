import { expect, test } from "vitest";
import { makeProgram } from "./program.ts";

const given = async (...line: string[]): Promise<string> => {
  const told: string[] = [];
  const context = {
    print: () => undefined,
    tell: (text: string) => void told.push(text),
    environment: {},
    now: Date.now,
  };
  await expect(makeProgram(context).parseAsync(line, { from: "user" })).rejects.toMatchObject({
    code: "commander.invalidArgument",
  });
  return told.join("\n");
};

test.each(["0", "65536", "0x1F90", "8e3", "443.0", " ", "-1"])(
  "%j is no port, and an example is given",
  async (port) => {
    expect(await given("init", `--http-port=${port}`)).toMatch(/a port is a number from 1 to 65535 \(example: 8443\)/);
  },
);

test.each(["0x10", "1e3", "12,5", "", "12.", "Infinity", "5 m"])(
  "%j are no metres, although JavaScript reads some as a number",
  async (metres) => {
    expect(await given("venue", "floor", "mall", "ground", `--width=${metres}`)).toMatch(
      /metres are a number \(example: 12\.5\)/,
    );
  },
);
