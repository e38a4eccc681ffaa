import { readFileSync } from "node:fs";
import { packageFile } from "@probewarden/cli";

/** Version of the agent, out of its package.json. */
export const VERSION = (
  JSON.parse(readFileSync(packageFile(import.meta.url, "package.json"), "utf8")) as { version: string }
).version;
