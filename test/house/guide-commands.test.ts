import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { makeProgram } from "../../collector/src/main/program.ts";
import { ROOT } from "../road/sandbox.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith(".md"),
);

/** What is code on a page: blocks, and what stands between backticks. Lines that go on are one. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, code = ""]) =>
    code.replaceAll(/\\\n\s*/g, " ").split("\n"),
  );
  const inline = text.replaceAll(/^```\w*\n.*?^```/gms, "").matchAll(/`([^`\n]+)`/g);
  return [...blocks, ...[...inline].map(([, code = ""]) => code)];
}

/** The words behind a program's name, without what the shell makes of the rest of the line. */
function callsOf(program: string): { page: string; words: string[] }[] {
  return PAGES.flatMap((page) =>
    codeOf(readFileSync(`${ROOT}${page}`, "utf8")).flatMap((line) =>
      [...line.matchAll(new RegExp(`\\b${program} ([a-z][^#|>&;]*)`, "g"))].map(([, rest = ""]) => ({
        page,
        words: rest.trim().split(/\s+/),
      })),
    ),
  );
}

const optionsIn = (words: readonly string[]): string[] =>
  words.filter((word) => word.startsWith("--")).map((word) => word.replace(/[=,.)].*$/, ""));

test("each command of the collector that a page names is one, with the options that stand there", () => {
  const nothing = (): void => undefined;
  const program = makeProgram({ print: nothing, tell: nothing, environment: {}, now: Date.now });
  const calls = callsOf("probewarden-collector");
  expect(calls.length).toBeGreaterThan(30);
  for (const { page, words } of calls) {
    let command: Command | undefined = program;
    let depth = 0;
    while (command !== undefined && command.commands.length > 0) {
      const name = words[depth];
      command = command.commands.find((one) => one.name() === name);
      depth += 1;
      expect(command?.name(), `${page}: probewarden-collector ${words.join(" ")}`).toBe(name);
      // `certificates` does something itself, and has commands below it.
      if (!command?.commands.some((one) => one.name() === words[depth])) break;
    }
    const known = command?.options.map(({ long }) => long) ?? [];
    for (const option of optionsIn(words))
      expect(known, `${page}: probewarden-collector ${words.join(" ")}`).toContain(option);
  }
});

test(
  "each command of the sensor that a page names is one, with the options that stand there",
  { timeout: 120_000 },
  () => {
    const calls = callsOf("probewarden-agent");
    expect(calls.length).toBeGreaterThan(8);
    // As `tsc --build` made it a moment ago: the bundle behind the launcher may be older.
    const main = `${ROOT}agent/dist/main/main.js`;
    const help = new Map<string, string>();
    const helpOf = (command: string): string => {
      const known =
        help.get(command) ??
        execFileSync(process.execPath, [main, ...command.split(" "), "--help"], { encoding: "utf8" });
      help.set(command, known);
      return known;
    };
    for (const { page, words } of calls) {
      const line = `${page}: probewarden-agent ${words.join(" ")}`;
      const [name = "", below = ""] = words;
      // `cameras` does something itself, and has commands below it.
      const [, commandsBelow = ""] = helpOf(name).split("Commands:");
      const isBelow = commandsBelow.split("\n").some((row) => row.trim().split(/[ |]/)[0] === below && below !== "");
      const command = isBelow ? `${name} ${below}` : name;
      expect(helpOf(command), line).toContain(`Usage: probewarden-agent ${command}`);
      for (const option of optionsIn(words)) expect(helpOf(command), line).toContain(option);
    }
  },
);
