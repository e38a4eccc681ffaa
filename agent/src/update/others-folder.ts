import { closeSync, constants, fstatSync, openSync, readSync, unlinkSync } from "node:fs";

/**
 * A folder that belongs to another user, who may at any moment put another file, a link or a pipe in a file's place. It is opened once, and no link leads
 * out of it: what is named is looked up in what was opened.
 */
export class OthersFolder {
  readonly #descriptor: number;

  /** @throws the system's error, for a link too */
  constructor(folder: string) {
    this.#descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /**
   * Opens a plain file of at most so many octets for reading; whoever calls closes it.
   * @throws the system's error, or RangeError for what is no plain file or too large
   */
  open(name: string, mostBytes: number): { descriptor: number; size: number } {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const descriptor = openSync(this.#path(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const about = fstatSync(descriptor);
    if (about.isFile() && about.size <= mostBytes) return { descriptor, size: about.size };
    closeSync(descriptor);
    throw new RangeError(`${name} is no plain file of at most ${mostBytes} octets`);
  }

  /** A small file as JSON; undefined where there is none, or none that can be read. */
  readJson(name: string, mostBytes: number): unknown {
    let opened: ReturnType<OthersFolder["open"]> | undefined;
    try {
      opened = this.open(name, mostBytes);
      const octets = Buffer.alloc(opened.size);
      return JSON.parse(octets.toString("utf8", 0, readSync(opened.descriptor, octets, 0, opened.size, 0)));
    } catch {
      return undefined;
    } finally {
      if (opened !== undefined) closeSync(opened.descriptor);
    }
  }

  /** Takes a name out of the folder; a link is not followed. What cannot be taken out stays. */
  remove(name: string): void {
    try {
      unlinkSync(this.#path(name));
    } catch {
      // A folder of that name, or gone meanwhile: whoever owns the place keeps his own unit busy, and systemd ends that.
    }
  }

  // proc(5): a name below an open folder, whatever the folder's own path leads to by now.
  #path(name: string): string {
    return `/proc/self/fd/${this.#descriptor}/${name}`;
  }
}
