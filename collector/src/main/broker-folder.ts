import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError } from "@probewarden/cli";
import { MADE_BY } from "../broker/broker-config.ts";
import { isRoot } from "../store/as-owner.ts";
import { replacePrivateFile } from "./private-files.ts";

/** mosquitto reads these again at SIGHUP (mosquitto(8)); the rest when it starts. */
const READ_AGAIN = ["acl", "passwords", "collector-passwords"];

/** What became of the folder: made, or renewed, and whether mosquitto has to start again for it. */
export type BrokerFolder = "new" | "renewed" | "renewed, with another start of mosquitto";

/**
 * Writes mosquitto's folder, or renews one that this function wrote: the marker in its mosquitto.conf says so. All that mosquitto reads stands
 * in it, so that it can be given to mosquitto's own user; what is written later belongs to whom the folder belongs.
 * @param files by name
 * @throws CommandError for somebody else's folder, and for one that mosquitto could not reach
 */
export function writeBrokerFolder(folder: string, files: Readonly<Record<string, string>>): BrokerFolder {
  if (!existsSync(dirname(folder)))
    throw new CommandError(`${dirname(folder)}: there is no such folder to make ${folder} in (make it first)`);
  const isNew = !existsSync(folder) || readdirSync(folder).length === 0;
  if (!isNew && contentOf(join(folder, "mosquitto.conf"))?.includes(MADE_BY) !== true)
    throw new CommandError(
      `${folder}: it is not empty, and broker-config did not write it (name a new folder, or one that it wrote)`,
    );
  if (isRoot()) checkPassage(folder);
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  let startAgain = false;
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    if (contentOf(file) === content) continue;
    startAgain ||= !READ_AGAIN.includes(name);
    replacePrivateFile(file, content);
  }
  if (isNew) return "new";
  return startAgain ? "renewed, with another start of mosquitto" : "renewed";
}

/** A file's text; undefined where there is none, or a link or anything else that a user of the folder may have put there. */
function contentOf(file: string): string | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, "utf8") : undefined;
}

/** Started by root, mosquitto gives up root's rights before it reads its files, so every folder above them must let others pass. */
function checkPassage(folder: string): void {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid ?? 0;
  for (let above = realpathSync(dirname(folder)); ; above = dirname(above)) {
    const { mode, uid } = statSync(above);
    if ((mode & 0o001) === 0 && (uid !== owner || owner === 0))
      throw new CommandError(
        `${folder}: mosquitto runs as a user of its own, and ${above} lets no other user pass (name another folder, for example /etc/mosquitto/probewarden)`,
      );
    if (above === dirname(above)) return;
  }
}
