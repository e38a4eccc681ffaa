import { existsSync } from "node:fs";
import type { Answer, Want } from "@probewarden/contract";
import { packageFile } from "@probewarden/cli";
import type { AgentConfig } from "../../main/config.ts";
import { DATA_FOLDER, UPDATE_PLACES, type UpdatePlaces } from "../../update/places.ts";
import { Updates } from "./updates.ts";

/** Node's names of the processors for which there are packages, and Debian's. */
const ARCHITECTURES: Readonly<Record<string, "amd64" | "arm64">> = { x64: "amd64", arm64: "arm64" };

/** What of a supervisor its updates need. */
export interface UpdatesOf {
  config: Pick<AgentConfig, "dataDir">;
  version: string;
  bootId: string;
  monotonic: () => number;
  /** systemd starts this process again. */
  isUnit: boolean;
  /** Another machine's, given by tests: there it counts as a package. */
  updatePlaces?: UpdatePlaces;
}

export interface UpdatesThrough {
  answer: (answer: Answer) => void;
  send: (want: Want) => void;
  listen: (wanted: boolean) => void;
}

/** The updates of a supervisor: of this machine, unless a test hands in another. */
export function makeUpdates(options: UpdatesOf, through: UpdatesThrough): Updates {
  const { config, version, bootId, monotonic, isUnit, updatePlaces } = options;
  const places = updatePlaces ?? UPDATE_PLACES;
  return new Updates({
    folder: config.dataDir,
    places,
    version,
    architecture: ARCHITECTURES[process.arch],
    run: bootId,
    isPackage: updatePlaces !== undefined || (isUnit && config.dataDir === DATA_FOLDER && isInstalledPackage(places)),
    monotonic,
    ...through,
  });
}

/** Whether this program is what Debian's package has installed. */
export function isInstalledPackage({ program, installedList }: UpdatePlaces = UPDATE_PLACES): boolean {
  return packageFile(import.meta.url, "package.json").startsWith(`${program}/`) && existsSync(installedList);
}
