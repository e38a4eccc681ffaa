import { LIMITS, LogLine } from "@probewarden/contract";
import { Check } from "typebox/value";

/** Characters of one line that are kept; ours are shorter. */
const MOST_CHARACTERS = 2_048;
const LEVELS: Readonly<Record<number, LogLine["level"]>> = {
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};
/** A word of ours, with what may stand behind it; a name with a dot, a figure, a path or an address is none. */
const WORD = /^\(?[A-Za-z]+(['-][A-Za-z]+)*[,;)]*$/;

/** The latest lines of this process's log, in its memory: what a snapshot is made of. */
export class LogRing {
  #lines: string[] = [];

  /** Takes one line as pino writes it. */
  take(line: string): void {
    this.#lines.push(line.slice(0, MOST_CHARACTERS));
    if (this.#lines.length > LIMITS.logLines) this.#lines.shift();
  }

  /**
   * The lines without what they were about. Of a line with a code the code is told, for its words were filled in; of another the words that
   * are words. Every line is held against the contract, and one that does not fit is left out.
   */
  redacted(now: number): LogLine[] {
    return this.#lines.flatMap((line) => {
      const read = redact(line, now);
      return read !== undefined && Check(LogLine, read) ? [read] : [];
    });
  }
}

function redact(line: string, now: number): LogLine | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { time, level, msg, code, part } = entry;
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  const name = typeof level === "number" ? LEVELS[level] : undefined;
  if (name === undefined || Number.isNaN(at)) return undefined;
  const isCode = typeof code === "string" && /^[a-z][a-z-]{1,60}$/.test(code);
  const words = typeof msg === "string" && !isCode ? wordsOf(msg) : undefined;
  return {
    secondsAgo: Math.max(0, Math.round((now - at) / 1000)),
    level: name,
    ...(isCode ? { code } : {}),
    ...(part === "radio" || part === "cameras" ? { part } : {}),
    ...(words === undefined ? {} : { words }),
  };
}

/** Undefined where fewer than two words are left: such a line says nothing. */
function wordsOf(text: string): string | undefined {
  const words = text.split(/\s+/).filter((word) => WORD.test(word));
  return words.length < 2
    ? undefined
    : words
        .join(" ")
        .slice(0, 240)
        .replace(/^[^A-Za-z]+/, "");
}
