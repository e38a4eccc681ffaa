import type { HealthProblem } from "@probewarden/contract";

/** Reports looked at together: a minute of them, for one burst of damage is no state of a radio. */
const REPORTS = 6;
/** Frames of that minute below which a share says nothing: a quiet channel has one access point, ten frames a second. */
const LEAST_FRAMES = 100;

/** True when more than half of the frames could not be read: then silence says nothing. */
export function isMostUnreadable(frames: number, unreadable: number): boolean {
  return unreadable > frames / 2;
}

/** Frames that could not be read, all reasons together. */
export function countUnreadable(skipped: Readonly<Record<string, number>>): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, 0);
}

/** Watches how much of what the radio hears can be read, from totals that only rise. */
export class UnreadableShare {
  readonly #before: { frames: number; unreadable: number }[] = [{ frames: 0, unreadable: 0 }];

  /** Takes the totals when a report is due. Returns what to tell when most frames of the last minute could not be read. */
  judge(frames: number, skipped: Readonly<Record<string, number>>): HealthProblem | undefined {
    const unreadable = countUnreadable(skipped);
    const before = this.#before[0] ?? { frames: 0, unreadable: 0 };
    this.#before.push({ frames, unreadable });
    if (this.#before.length > REPORTS) this.#before.shift();
    const heard = frames - before.frames;
    const lost = unreadable - before.unreadable;
    if (heard < LEAST_FRAMES || !isMostUnreadable(heard, lost)) return undefined;
    return {
      code: "most-frames-unreadable",
      text: "Most frames of the last minute were damaged or could not be read: that nothing is found says nothing. Check antenna, place and adapter.",
      facts: { percent: Math.round((lost / heard) * 100) },
    };
  }
}
