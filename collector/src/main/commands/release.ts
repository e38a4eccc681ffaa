import { CommandError, printable } from "@probewarden/cli";
import { freeBytesOf } from "../../intake/disk-space.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { keepRelease, MOST_RELEASES, removeRelease } from "../../releases/keep-release.ts";
import { readReleaseFile, readReleaseKey } from "../../releases/read-release-file.ts";
import { readReleases } from "../../releases/read-releases.ts";
import { preparedConfigOf, tellNone, withState, type CommandContext } from "../command-context.ts";
import { leastFree } from "../least-free.ts";

type WithConfig = { config?: string };

const megabytes = (octets: number): string => `${Math.ceil(octets / 1e6)} MB`;

/** Takes a release in, so that sensors can be updated to it. @throws CommandError */
export async function addRelease(
  context: CommandContext,
  file: string,
  options: WithConfig & { releaseKey?: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const key = options.releaseKey === undefined ? undefined : readReleaseKey(options.releaseKey);
  const read = readReleaseFile(file, key);
  const { version, architecture, size } = read.release;
  const name = `${version} for ${architecture}`;
  const kept = await withState(config, async (state) => {
    const least = state.dialect === "sqlite" ? leastFree(config) + size : 0;
    const free = await freeBytesOf(config.dataDir).catch(() => Infinity);
    if (free < least)
      throw new CommandError(
        `${config.dataDir}: ${megabytes(free)} are free, and it takes ${megabytes(least)} (free space)`,
      );
    return keepRelease(state, { ...read, checked: key !== undefined }, { by: COMMAND_LINE, at: context.now() });
  });
  if (kept === "other-there")
    throw new CommandError(`${name}: another package of that version is here (\`release remove ${version}\` first)`);
  if (kept === "being-added")
    throw new CommandError(`${name}: it is being added (try again in an hour if that was stopped)`);
  if (kept === "too-many")
    throw new CommandError(`${name}: ${MOST_RELEASES} releases are here already (\`release remove\` an old one)`);
  context.print(
    `${name}: ${kept === "kept" ? "added" : "it is here already"}${key === undefined ? "; its signature was not looked at, each sensor does that" : ""}`,
  );
}

/** Prints the releases, one a line: version, processor, octets, whether the signature was held against a key, when it came. */
export async function listReleases(context: CommandContext, options: WithConfig): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const rows = await withState(config, readReleases);
  if (rows.length === 0) tellNone(context, config, options.config, "no release");
  for (const { version, architecture, size, checked, addedAt } of rows)
    context.print([version, architecture, size, checked ? "checked" : "-", addedAt].join("\t"));
}

/** Removes a version. @throws CommandError where there is none, or an update needs it */
export async function dropRelease(context: CommandContext, version: string, options: WithConfig): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const name = printable(version.slice(0, 40));
  const removed = await withState(config, (state) =>
    removeRelease(state, version, { by: COMMAND_LINE, at: context.now() }),
  );
  if (removed === "no-release")
    throw new CommandError(`${name}: there is no such release (\`release list\` shows them)`);
  if ("neededBy" in removed)
    throw new CommandError(`${name}: an update of ${removed.neededBy} needs it (stop that on the fleet page first)`);
  context.print(`${name} is removed; no sensor can be updated to it, or from it, until it is added again`);
}
