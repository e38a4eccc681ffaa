/** How a part introduces itself: the first line of a connection. */
export interface Hello {
  type: "hello";
  part: string;
  /** For the log of whoever looks for the process. */
  pid: number;
  /** A name for this one process: every restart of the part has another. With its number it identifies a line. */
  run: string;
}

/** Characters of a run's name, at most. */
const LONGEST_RUN = 64;

/** Reads a hello; undefined when it is none. Of what else stands in the line nothing is taken over: it would end in a log. */
export function readHello(message: unknown): Hello | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type, part, pid, run }: { type?: unknown; part?: unknown; pid?: unknown; run?: unknown } = message;
  if (type !== "hello" || typeof part !== "string" || typeof run !== "string" || run.length > LONGEST_RUN)
    return undefined;
  return typeof pid === "number" && Number.isSafeInteger(pid) ? { type, part, pid, run } : undefined;
}
