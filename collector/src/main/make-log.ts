import { printableLine } from "@probewarden/cli";
import { pino, type DestinationStream, type Logger } from "pino";

/** A log of JSON lines. Texts of people, cameras and brokers may stand in them: on a terminal none of it is obeyed or turns the writing. */
export const makeLog = (level: string, destination: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: printableLine },
    },
    destination,
  );
