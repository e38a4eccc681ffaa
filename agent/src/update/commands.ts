import { thisDebian } from "./debian.ts";
import { UPDATE_PLACES } from "./places.ts";
import { prepareUpdate } from "./prepare.ts";
import { watchUpdate } from "./watch.ts";

/** Seconds that a new version has to be well, and what a technician may set it to for slow boards. */
const WELL_SECONDS = { usual: 300, least: 30, most: 3_600 };

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const debian = thisDebian(tell);
const between = (): void => undefined;

/** For root: makes ready what the supervisor asks to install (`probewarden-update.service`). */
export function prepareUpdateHere(): void {
  const said = Number(process.env["PW_UPDATE_SECONDS"] ?? WELL_SECONDS.usual);
  const { usual, least, most } = WELL_SECONDS;
  const seconds = Number.isInteger(said) && said >= least && said <= most ? said : usual;
  const node = [process.execPath, ...process.execArgv];
  prepareUpdate({ places: UPDATE_PLACES, debian, node, seconds, between });
}

/** For root: installs it, watches, and goes back where it is not well. Run from the copy of the version before. */
export async function watchUpdateHere(): Promise<void> {
  await watchUpdate({ places: UPDATE_PLACES, debian, between, monotonic: () => performance.now(), tell });
}
