import type { CapturedFrame } from "../radio/capture/frame-source.ts";

/** Link types that are told apart; a file with more is a riddle, not a recording. */
const MOST_LINK_TYPES = 16;

/** What a file consists of, whether it can be read or not: how many frames of which link type, and when. */
export class ReadingTally {
  readonly #linkTypes = new Map<number, { linkType: number; frames: number }>();
  /** That of the frame before: most files have one. */
  #latest: { linkType: number; frames: number } | undefined = undefined;
  #first = Number.NaN;
  #last = Number.NaN;

  hear({ linkType, atSeconds, timeUnknown }: CapturedFrame): void {
    if (this.#latest?.linkType !== linkType) this.#latest = this.#of(linkType);
    if (this.#latest !== undefined) this.#latest.frames++;
    if (timeUnknown) return;
    if (Number.isNaN(this.#first)) this.#first = atSeconds;
    this.#last = atSeconds;
  }

  /** Link types by number of frames, the most frequent first. */
  linkTypes(): { linkType: number; frames: number }[] {
    return [...this.#linkTypes.values()].sort((left, right) => right.frames - left.frames);
  }

  /** Last minus first time stamp; undefined where no stamp can be true, or where time runs back. */
  seconds(): number | undefined {
    const seconds = Math.round((this.#last - this.#first) * 1e6) / 1e6;
    return seconds >= 0 ? seconds : undefined;
  }

  /** Undefined: the file has too many others. */
  #of(linkType: number): { linkType: number; frames: number } | undefined {
    const known = this.#linkTypes.get(linkType);
    if (known !== undefined || this.#linkTypes.size >= MOST_LINK_TYPES) return known;
    const fresh = { linkType, frames: 0 };
    this.#linkTypes.set(linkType, fresh);
    return fresh;
  }
}
