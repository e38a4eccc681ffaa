import { ShortTable } from "../../air/short-table.ts";
import { isGroup } from "../../dot11/address.ts";

/** Who has left and is not heard joining has not come back within this time, for a station looks for networks first. */
const LEFT_SECONDS = 1;
/** Receivers remembered per network. */
const RECEIVERS = 128;
/** An answer to a good-bye: who is told so once does not say it again and again. */
const ANSWERED_BYES = 2;

/** One station, or everybody, and the network: what either side last said to the other. */
export interface Parting {
  /** When either last said good-bye to the other. */
  at: number;
  /** When the network last answered it as it joined, or it was heard trying. */
  joinedAt: number;
  second: number;
  inSecond: number;
  /** Good-byes of the network to it, and of it to the network. */
  readonly fromNetwork: Direction;
  readonly toNetwork: Direction;
}

/** The good-byes of one side to the other. */
export interface Direction {
  at: number;
  /** When it last deauthenticated, which ends the association with it (11.3.4.4). */
  deauthenticatedAt: number;
  /** Disassociations that came after a deauthentication, since the station was heard joining. */
  wrongEnds: number;
  times: number;
  /** When it last answered a frame of the other as one that it does not know, and how many good-byes it has answered so. */
  answeredAt: number;
  answeredByes: number;
  /** Answers of which the question was heard, and those that were taken for one without it. */
  answers: number;
  unheard: number;
  /** Whether the latest good-bye was said as an answer. */
  isAnswer: boolean;
}

/** Who parted from one network, bounded in number: the one that was heard of first goes. */
export class Partings {
  readonly #partings = new ShortTable<Parting>();
  #forgotten = 0;

  get size(): number {
    return this.#partings.size;
  }

  /** Receivers that were let go, since it was asked last. */
  takeForgotten(): number {
    const forgotten = this.#forgotten;
    this.#forgotten = 0;
    return forgotten;
  }

  /** Nobody has parted. */
  clear(): void {
    this.#partings.clear();
    this.#forgotten = 0;
  }

  of(station: number): Parting {
    const known = this.#partings.get(station);
    if (known !== undefined) return known;
    if (this.#partings.size >= RECEIVERS) {
      this.#partings.deleteAt(0);
      this.#forgotten++;
    }
    const parting = this.#partings.left ?? emptyParting();
    begin(parting);
    this.#partings.set(station, parting);
    return parting;
  }

  /** When this station and the network last parted, one way or the other; minus infinity when they did not, or it is forgotten. */
  partedAt(station: number): number {
    const parting = this.#partings.get(station);
    return parting === undefined || isGroup(station) ? -Infinity : parting.at;
  }

  /** A station joins, or tries to: it may part again. */
  join(station: number, at: number): void {
    const parting = this.#partings.get(station);
    if (parting === undefined) return;
    parting.joinedAt = at;
    rejoin(parting.fromNetwork);
    rejoin(parting.toNetwork);
  }
}

/** Whether both ends part by turns: since my last good-bye the other has said its own, and I say mine again. One side alone may repeat itself. */
export function partsByTurns(mine: Readonly<Direction>, other: Readonly<Direction>, at: number): boolean {
  return at - mine.at <= LEFT_SECONDS && at - other.at <= LEFT_SECONDS && other.at >= mine.at;
}

/**
 * Whether a disassociation ends what a deauthentication had ended before (11.3.4.4), and not for the first time since the station joined: some
 * firmware says the pair in the wrong order, and does so once.
 */
export function endsAgain(mine: Direction, at: number): boolean {
  if (!(at - mine.deauthenticatedAt <= LEFT_SECONDS)) return false;
  mine.deauthenticatedAt = -Infinity;
  return ++mine.wrongEnds > 1;
}

/** Whether a good-bye answers the other's: who knows nobody of that name says so (reason 6 or 7), to what is no such answer itself. */
export function answersGoodBye(mine: Direction, other: Readonly<Direction>, at: number): boolean {
  return !other.isAnswer && at - other.at <= LEFT_SECONDS && mine.answeredByes < ANSWERED_BYES;
}

function emptyParting(): Parting {
  return {
    at: -Infinity,
    joinedAt: -Infinity,
    second: -Infinity,
    inSecond: 0,
    fromNetwork: nothingSaid(),
    toNetwork: nothingSaid(),
  };
}

function nothingSaid(): Direction {
  return {
    at: -Infinity,
    deauthenticatedAt: -Infinity,
    wrongEnds: 0,
    times: 0,
    answeredAt: -Infinity,
    answeredByes: 0,
    answers: 0,
    unheard: 0,
    isAnswer: false,
  };
}

function begin(parting: Parting): void {
  parting.at = -Infinity;
  parting.joinedAt = -Infinity;
  parting.second = -Infinity;
  parting.inSecond = 0;
  for (let side = 0; side < 2; side++) {
    const it = side === 0 ? parting.fromNetwork : parting.toNetwork;
    rejoin(it);
    it.times = 0;
    it.answeredAt = -Infinity;
    it.answeredByes = 0;
    it.answers = 0;
    it.unheard = 0;
    it.isAnswer = false;
  }
}

function rejoin(direction: Direction): void {
  direction.at = -Infinity;
  direction.deauthenticatedAt = -Infinity;
  direction.wrongEnds = 0;
}
