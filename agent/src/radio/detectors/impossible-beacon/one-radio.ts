/** What is held against each other of two addresses. */
interface Sender {
  tsfSeconds: number;
  startedAt: number;
  firstAt: number;
  sequence: number;
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
  /** Copies: what is known of an address may be let go while it is still one of the latest. */
  readonly #latest: Sender[] = [];
  #next = 0;
  #kept = 0;

  /** Takes a new address. */
  add(it: Readonly<Sender>): void {
    for (let index = 0; index < this.#kept; index++) {
      const other = this.#latest[index]!;
      if (isOneRadio(it, other)) join(it.radio, other.radio);
    }
    const { tsfSeconds, startedAt, firstAt, sequence, radio } = it;
    const place = this.#latest[this.#next];
    if (place === undefined) this.#latest.push({ tsfSeconds, startedAt, firstAt, sequence, radio });
    else {
      place.tsfSeconds = tsfSeconds;
      place.startedAt = startedAt;
      place.firstAt = firstAt;
      place.sequence = sequence;
      place.radio = radio;
    }
    this.#kept = Math.max(this.#kept, this.#next + 1);
    this.#next = (this.#next + 1) % KEPT;
  }

  clear(): void {
    this.#kept = 0;
    this.#next = 0;
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

function isOneRadio(it: Readonly<Sender>, other: Readonly<Sender>): boolean {
  if (it.tsfSeconds === other.tsfSeconds || Math.abs(it.startedAt - other.startedAt) <= ONE_LINE_SECONDS) return true;
  if (it.sequence === other.sequence) return true;
  return (
    (it.sequence - other.sequence + NUMBERS) % NUMBERS <= NEXT && Math.abs(it.firstAt - other.firstAt) <= NEXT_SECONDS
  );
}
