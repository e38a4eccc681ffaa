import { printableLine } from "@probewarden/cli";
import { pino, type DestinationStream, type Logger } from "pino";

/** The log of a part, in JSON lines. What a camera, a broker or a file says may stand in them: on a terminal none of it is obeyed or turns the writing. */
export const makeLog = (part: string, level: string, destination: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { process: part },
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: printableLine },
    },
    destination,
  );
