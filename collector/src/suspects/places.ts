import { setImmediate as nextTurn } from "node:timers/promises";
import type { Place } from "@probewarden/contract";
import type { ChannelLooks } from "@probewarden/place";
import { Buildings } from "./buildings.ts";
import { locate } from "./location.ts";
import type { VenueAround } from "./venue-around.ts";

/** One suspect whose place is asked for: what the sensors had to say of it, and where it was told to be before. */
export interface PlaceQuestion {
  channels: readonly ChannelLooks[];
  before: Place | undefined;
}

/** Its place, undefined when no sensor with a place hears it; or why it could not be worked out. */
export type PlaceAnswer = { place: Place | undefined } | { message: string };

/** Works out places. One answer for each question, in their order; rejects when none can be had. */
export interface Places {
  of: (around: VenueAround, questions: readonly PlaceQuestion[]) => Promise<PlaceAnswer[]>;
  stop: () => Promise<void>;
}

/** Answers one question; a suspect that cannot be placed harms no other. */
export function answerPlace(around: VenueAround, { channels, before }: PlaceQuestion, known: Buildings): PlaceAnswer {
  try {
    return { place: locate(channels, { ...around, before }, known) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** In the thread of whoever asks: one place is some tens of milliseconds of work, and others have their turn before the next. */
export class PlacesHere implements Places {
  readonly #buildings = new Buildings();

  async of(around: VenueAround, questions: readonly PlaceQuestion[]): Promise<PlaceAnswer[]> {
    const answers: PlaceAnswer[] = [];
    for (const question of questions) {
      await nextTurn();
      answers.push(answerPlace(around, question, this.#buildings));
    }
    return answers;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
