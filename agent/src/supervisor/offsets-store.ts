import { join } from "node:path";
import type { AdapterHealth } from "@probewarden/contract";
import { Compile } from "typebox/compile";
import { KeptOffsets } from "../radio/air/kept-offsets.ts";
import { readWholeFile, writeWholeFile } from "./whole-file.ts";

/** Name of the file in the sensor's data folder. */
export const OFFSETS_FILE = "level-offsets.json";
const MOST_BYTES = 4_096;

const kept = Compile(KeptOffsets);

/** What was measured of the adapters before the restart; a file that cannot be understood counts as none: it is measured anew within minutes. */
export function readOffsets(folder: string): KeptOffsets | undefined {
  const read = readWholeFile(join(folder, OFFSETS_FILE), MOST_BYTES);
  return read !== undefined && read !== "unreadable" && kept.Check(read.json) ? read.json : undefined;
}

/** How much louder each adapter hears than the first one, on the sensor's disk, so that levels are on one scale from the first minute after a restart on. */
export class OffsetsStore {
  readonly #folder: string;
  #offsets: KeptOffsets | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get offsets(): KeptOffsets | undefined {
    return this.#offsets;
  }

  load(): void {
    this.#offsets = readOffsets(this.#folder);
  }

  /** What the radio process tells with its health. An offset moves by a decibel in ten minutes, so the disk is seldom written. */
  set(adapters: readonly AdapterHealth[] | undefined): void {
    if (adapters?.some(({ offsetDb }) => offsetDb !== undefined) !== true) return;
    const next = adapters.map(({ address, offsetDb }) => ({
      ...(address === undefined ? {} : { address }),
      ...(offsetDb === undefined ? {} : { offsetDb }),
    }));
    if (JSON.stringify(next) === JSON.stringify(this.#offsets)) return;
    this.#offsets = next;
    try {
      writeWholeFile(this.#folder, OFFSETS_FILE, JSON.stringify(next));
    } catch {
      // Another file of this folder tells of the disk; this one is measured anew.
    }
  }
}
