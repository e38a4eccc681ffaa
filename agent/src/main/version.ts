import { readFileSync } from "node:fs";

/** Version of the agent, out of its package.json: two folders up from the source as from the built file. */
export const VERSION = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;
