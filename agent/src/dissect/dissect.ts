import { once } from "node:events";
import type { Writable } from "node:stream";
import { FileCapture } from "../radio/capture/file-capture.ts";
import { FrameReader } from "../radio/dot11/frame-reader.ts";
import { describeFrame } from "./dissected-frame.ts";
import { contentOf } from "./frame-content.ts";
import { spellContent, spellFrame } from "./frame-text.ts";

/** How `dissectFile` writes. */
export interface DissectOptions {
  /** One JSON object a line instead of text for a person. */
  jsonl: boolean;
  /** Also what the elements and actions of management frames say: further lines, or the key `content`. */
  content?: boolean;
  /** Where the lines go: standard output, as a rule. */
  out: Writable;
  /** Where it is said that the file was cut or damaged: standard error, as a rule. */
  notices?: Writable;
}

/**
 * Prints every frame of a capture file (`-` = standard input), those that cannot be read included. A diagnostic for a file at hand, and
 * the only command that prints a visitor's address: nothing that runs at a venue may call it. Rejects with `CaptureFileError`
 * when the file cannot be read at all; a reader that goes away (`| head`) ends it quietly.
 */
export async function dissectFile(path: string, options: DissectOptions): Promise<void> {
  const { jsonl, content = false, out, notices = process.stderr } = options;
  const capture = new FileCapture(path);
  const reader = new FrameReader({ computesAll: true });
  let number = 0;
  let lines = "";
  /** What the output stream broke with; a stream reports it as an event, not to the write that failed. */
  let broken: NodeJS.ErrnoException | undefined;
  const onError = (error: NodeJS.ErrnoException): void => {
    broken = error;
  };
  const writeLines = async (): Promise<void> => {
    const more = broken !== undefined || out.write(lines);
    lines = "";
    if (!more) await drained(out);
    if (broken !== undefined) throw broken;
  };
  out.on("error", onError);
  try {
    const end = await capture.run((captured) => {
      const result = reader.read(captured);
      const skipped = typeof result === "string" ? result : undefined;
      const dissected = describeFrame(++number, captured, reader.frame, skipped);
      const says = content && skipped === undefined ? contentOf(reader.frame) : [];
      if (jsonl) lines += `${JSON.stringify(content ? { ...dissected, content: says } : dissected)}\n`;
      else lines += [spellFrame(dissected), ...says.map(spellContent), ""].join("\n");
    }, writeLines);
    if (end.reason !== undefined)
      notices.write(`${path === "-" ? "stdin" : path}: ${end.reason} at octet ${end.truncatedAt}\n`);
  } catch (error) {
    if (broken?.code !== "EPIPE") throw error;
  } finally {
    out.off("error", onError);
  }
}

/** Resolves when the stream takes more, or will never. */
async function drained(out: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(out, "drain", { signal }), once(out, "close", { signal })]);
  } finally {
    // The event that did not come keeps its listeners until it is told.
    waiting.abort();
  }
}
