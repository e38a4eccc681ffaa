import { hash } from "node:crypto";
import { pack, type Coding } from "./packing.ts";

/** An answer as it goes out. */
export interface KeptAnswer {
  /** Text, and no buffer: what is beside the heap stays there until all of the heap is looked through. */
  text: string;
  /** With its quotes (RFC 9110, 8.8.3). */
  etag: string;
  /** Packed, once for all who want it in this coding. */
  packed: (coding: Coding) => Promise<Buffer>;
}

export interface KeptAnswersParts {
  /** What of the record can be seen now, as a name: the same name, the same rows. */
  version: () => Promise<string>;
  /** Epoch milliseconds. */
  now: () => number;
  /** Bounds; absent: those of the product. */
  mostAnswers?: number;
  mostBytes?: number;
}

/** How long an answer stands while nothing is written: it also says what time has made of a row, as that a sensor is silent. */
const KEPT_MS = 1_000;
/** Answers that are kept at most, and their octets in memory, two for each character and what they are packed to. A screen asks for some ten lists, and all screens for the same. */
const MOST = { answers: 64, bytes: 8 * 1024 * 1024 };

interface Entry {
  answer: Promise<KeptAnswer>;
  at: number;
  /** Undefined while it is made. */
  bytes?: number;
}

/**
 * Answers that were given and still hold. When something happens in a venue two hundred screens ask for the same lists in the same second: they
 * are read and spelt once, and whoever asks while that is done waits for it. An answer holds for one version of the record; with another all are
 * let go, so that nothing is ever shown that was not so when it was asked for.
 */
export class KeptAnswers {
  readonly #parts: KeptAnswersParts;
  /** Of {@link #version}; the one that was asked for last is the last. */
  readonly #kept = new Map<string, Entry>();
  #version: string | undefined;
  #bytes = 0;

  constructor(parts: KeptAnswersParts) {
    this.#parts = parts;
  }

  /** How many are kept, or are being made, and the octets of those that are kept. */
  get size(): { answers: number; bytes: number } {
    return { answers: this.#kept.size, bytes: this.#bytes };
  }

  /**
   * The answer of this key, kept or made. Rejects as `make` does, and nothing is kept then.
   * @param key names all on which the answer depends but the record: what was asked, and what of it whoever asks may see
   */
  async of(key: string, make: () => Promise<string>): Promise<KeptAnswer> {
    // Before it is made: what is written meanwhile may be in it or not, and with it comes another version.
    const version = await this.#parts.version();
    if (version !== this.#version) this.#letGo();
    this.#version = version;
    const known = this.#kept.get(key);
    const age = known === undefined ? Number.NaN : this.#parts.now() - known.at;
    if (known !== undefined && age >= 0 && age < KEPT_MS) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.answer;
    }
    return this.#make(key, make);
  }

  async #make(key: string, make: () => Promise<string>): Promise<KeptAnswer> {
    const made = make().then((text): KeptAnswer => ({
      text,
      etag: `"${hash("sha1", text, "base64")}"`,
      packed: packedOnce(text, (octets) => this.#grown(key, entry, octets)),
    }));
    const entry: Entry = { answer: made, at: this.#parts.now() };
    this.#forget(key);
    this.#kept.set(key, entry);
    this.#makeRoom();
    try {
      const answer = await made;
      if (this.#kept.get(key) === entry) {
        entry.bytes = 2 * (answer.text.length + key.length);
        this.#bytes += entry.bytes;
        this.#makeRoom();
      }
      return answer;
    } catch (error) {
      if (this.#kept.get(key) === entry) this.#forget(key);
      throw error;
    }
  }

  /** What is packed counts as long as the answer that it is of is kept. */
  #grown(key: string, entry: Entry, octets: number): void {
    if (this.#kept.get(key) !== entry || entry.bytes === undefined) return;
    entry.bytes += octets;
    this.#bytes += octets;
    this.#makeRoom();
  }

  #makeRoom(): void {
    const { mostAnswers = MOST.answers, mostBytes = MOST.bytes } = this.#parts;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostAnswers && this.#bytes <= mostBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }

  #letGo(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}

/** Packs when somebody first asks for a coding; whoever asks meanwhile waits for the same. */
function packedOnce(text: string, grown: (octets: number) => void): KeptAnswer["packed"] {
  const made = new Map<Coding, Promise<Buffer>>();
  const make = async (coding: Coding): Promise<Buffer> => {
    const octets = await pack(text, coding);
    grown(octets.length);
    return octets;
  };
  return (coding) => {
    const packed = made.get(coding) ?? make(coding);
    made.set(coding, packed);
    return packed;
  };
}
