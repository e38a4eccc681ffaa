import { CommandError } from "./explain-error.ts";
import { printable } from "./printable.ts";

/** Why an answer will not do, for whoever typed it; undefined when it will. */
export type AnswerCheck = (answer: string) => string | undefined;

/** Asks the person at the terminal. Each rejects with CommandError when the question is broken off (Ctrl-C, Escape). */
export interface Asker {
  text: (question: string, check?: AnswerCheck) => Promise<string>;
  /** What is typed is not shown. */
  secret: (question: string, check?: AnswerCheck) => Promise<string>;
  /** One of several. */
  choice: (question: string, answers: readonly string[]) => Promise<string>;
  /** No, unless the person says yes. */
  yes: (question: string) => Promise<boolean>;
}

/**
 * Whoever sits at the terminal; undefined where nobody does, because standard input or standard error is a file, a pipe or nothing: a
 * script is never asked. Questions go to standard error, for standard output is data.
 */
export function askerAt(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Asker | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  // A serial console says that it is 0 wide; the question would stand there letter below letter.
  if (output.columns === 0) output.columns = 80;
  const at = { input, output };
  const valid = (check: AnswerCheck | undefined) => ({
    validate: (answer: string | undefined) => check?.(answer ?? ""),
  });
  // Loaded when somebody is asked: no service of ours ever asks.
  const prompts = (): Promise<typeof import("@clack/prompts")> => import("@clack/prompts");
  return {
    text: async (question, check) =>
      answered(await (await prompts()).text({ ...at, message: printable(question), ...valid(check) })),
    secret: async (question, check) =>
      answered(await (await prompts()).password({ ...at, message: printable(question), ...valid(check) })),
    choice: async (question, answers) =>
      answered(
        await (
          await prompts()
        ).select({
          ...at,
          message: printable(question),
          options: answers.map((value) => ({ value, label: printable(value) })),
        }),
      ),
    yes: async (question) =>
      answered(await (await prompts()).confirm({ ...at, message: printable(question), initialValue: false })),
  };
}

/** @throws CommandError where the question was broken off */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new CommandError("the question was broken off, and nothing was changed");
  return answer as Exclude<T, symbol>;
}
