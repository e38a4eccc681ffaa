/** What is held against each other of two addresses, and the radio behind this one. */
interface Sender {
  readonly tsfSeconds: number;
  readonly startedAt: number;
  readonly firstAt: number;
  readonly sequence: number;
  radio: Radio;
}

/** Addresses that a new one is held against: the latest, so that it costs the same in a flood. */
const KEPT = 8;
/** 9.2.4.4.2: sequence numbers have 12 bits. */
const NUMBERS = 4096;
/** A counter's next number, with a frame or two missed, within so long. */
const NEXT = 3;
const NEXT_SECONDS = 1;
/** One clock's frames lie on one line, but for a host's delay. Clocks that run for days started as far apart as their owners like. */
const ONE_LINE_SECONDS = 0.05;

/** Addresses that were found to be one radio's. When two such sets turn out to be one, the first becomes a part of the second. */
export interface Radio {
  addresses: number;
  partOf: Radio | undefined;
}

/**
 * Finds addresses that one radio sent: their time stamps are one clock's (as when the radio writes its own into all that is injected) or
 * the very same, or their numbers one counter's. Thirty access points passed in a car have thirty clocks and thirty counters.
 */
export class OneRadio {
  /** Copies, in columns: what is known of an address may be let go while it is still one of the latest. */
  readonly #tsfSeconds = new Float64Array(KEPT);
  readonly #startedAt = new Float64Array(KEPT);
  readonly #firstAt = new Float64Array(KEPT);
  readonly #sequences = new Int32Array(KEPT);
  readonly #radios: Radio[] = [];
  #next = 0;
  #kept = 0;

  /** Takes a new address, and says which radio is behind it. In a flood of one radio none is made but the first. */
  add(it: Sender): void {
    const { tsfSeconds, startedAt, firstAt, sequence } = it;
    let radio: Radio | undefined;
    for (let index = 0; index < this.#kept; index++) {
      if (!this.#isOneRadio(index, tsfSeconds, startedAt, firstAt, sequence)) continue;
      const other = whole(this.#radios[index]!);
      if (radio === undefined) other.addresses++;
      else join(radio, other);
      radio = other;
    }
    radio ??= { addresses: 1, partOf: undefined };
    it.radio = radio;
    const place = this.#next;
    this.#tsfSeconds[place] = tsfSeconds;
    this.#startedAt[place] = startedAt;
    this.#firstAt[place] = firstAt;
    this.#sequences[place] = sequence;
    this.#radios[place] = radio;
    this.#kept = Math.max(this.#kept, place + 1);
    this.#next = (place + 1) % KEPT;
  }

  clear(): void {
    this.#kept = 0;
    this.#next = 0;
    this.#radios.length = 0;
  }

  #isOneRadio(index: number, tsfSeconds: number, startedAt: number, firstAt: number, sequence: number): boolean {
    if (tsfSeconds === this.#tsfSeconds[index] || Math.abs(startedAt - this.#startedAt[index]!) <= ONE_LINE_SECONDS)
      return true;
    const other = this.#sequences[index]!;
    if (sequence === other) return true;
    const isNext = (sequence - other + NUMBERS) % NUMBERS <= NEXT;
    return isNext && Math.abs(firstAt - this.#firstAt[index]!) <= NEXT_SECONDS;
  }
}

/** How many addresses the radio behind one of them was found to use. */
export function addressesOf(radio: Radio): number {
  return whole(radio).addresses;
}

function join(one: Radio, other: Radio): void {
  const part = whole(one);
  const rest = whole(other);
  if (part === rest) return;
  part.partOf = rest;
  rest.addresses += part.addresses;
}

function whole(radio: Radio): Radio {
  let all = radio;
  while (all.partOf !== undefined) all = all.partOf;
  // The way is short the next time.
  if (radio !== all) radio.partOf = all;
  return all;
}
