import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readTar } from "../../store/tar.ts";
import type { CommandContext } from "../command-context.ts";
import { CommandError } from "../explain-failure.ts";
import { DEFAULT_DATA_DIR } from "../load-config.ts";
import { makePrivateDir } from "../private-files.ts";

/** Only names that a backup has; nothing in a file decides where it is written. */
const KNOWN =
  /^(state\.db|series\.db|collector\.yaml|ca\.crt|server\.crt|server\.key|plans\/[a-z0-9-]+\.[a-z0-9-]+\.(svg|png))$/;

/** Unpacks a backup into an empty folder. It replaces nothing, so a wrong command destroys nothing. */
export async function restore(context: CommandContext, file: string, options: { dataDir?: string }): Promise<void> {
  const dataDir = resolve(options.dataDir ?? context.environment["PW_DATA_DIR"] ?? DEFAULT_DATA_DIR);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new CommandError(`${dataDir} is not empty; restore into an empty folder with --data-dir`);
  makePrivateDir(dataDir);
  const restored: string[] = [];
  for await (const { name, content } of readTar(file)) {
    if (!KNOWN.test(name))
      throw new CommandError(`${file}: it holds ${JSON.stringify(name)}, which is no part of a backup`);
    mkdirSync(dirname(join(dataDir, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(dataDir, name), "", { mode: 0o600, flag: "wx" });
    for await (const chunk of content) writeFileSync(join(dataDir, name), chunk, { flag: "a" });
    restored.push(name);
  }
  if (!restored.includes("state.db")) context.print("it holds no state.db: the state was kept by a server");
  context.print(
    `${dataDir}: ${restored.join(", ")}; collector.yaml names the folder that it was made for, check /dataDir and the certificates' paths in it`,
  );
}
