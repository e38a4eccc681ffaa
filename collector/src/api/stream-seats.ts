import type { Identity, Sessions } from "../people/sessions.ts";
import { networkOf } from "../people/network-of.ts";
import { isLoopback } from "./guard.ts";
import { Refusal } from "./refusal.ts";

/** How many live streams there may be: a browser holds one for each open page. */
export interface SeatLimits {
  all: number;
  /** Of one account. */
  account: number;
  /** Of one address (IPv6: one /64). Loopback is not counted: a reverse proxy stands there. */
  address: number;
}

export const SEAT_LIMITS: SeatLimits = { all: 1_024, account: 256, address: 256 };

/** How often open streams are held against the sessions: one may have been ended by the command line or another collector. */
const LOOK_MS = 5_000;

interface Seat {
  identity: Identity;
  network: string | undefined;
  end: () => void;
}

/** Who holds a live stream. A stream lives no longer than the session that opened it. */
export class StreamSeats {
  readonly #sessions: Sessions;
  readonly #limits: SeatLimits;
  readonly #failed: (error: unknown) => void;
  readonly #seats = new Set<Seat>();
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions, failed: (error: unknown) => void, limits = SEAT_LIMITS) {
    this.#sessions = sessions;
    this.#failed = failed;
    this.#limits = limits;
  }

  get taken(): number {
    return this.#seats.size;
  }

  /** Takes a seat; `end` is called when its session is over. @returns what gives it back @throws Refusal when there is none */
  take(identity: Identity, address: string, end: () => void): () => void {
    const network = isLoopback(address) ? undefined : networkOf(address);
    const seats = [...this.#seats];
    const full =
      seats.length >= this.#limits.all ||
      seats.filter((seat) => seat.identity.name === identity.name).length >= this.#limits.account ||
      (network !== undefined && seats.filter((seat) => seat.network === network).length >= this.#limits.address);
    if (full) throw new Refusal(503, "too-many-listeners", "too many live pages are open; close one, or try later", 60);
    const seat = { identity, network, end };
    this.#seats.add(seat);
    this.#timer ??= setInterval(() => void this.look().catch(this.#failed), LOOK_MS);
    return () => {
      this.#seats.delete(seat);
      if (this.#seats.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Ends the streams whose session has ended or expired. */
  async look(): Promise<void> {
    const ids = new Set([...this.#seats].flatMap(({ identity: { sessionId } }) => sessionId ?? []));
    const holding = await this.#sessions.holding([...ids]);
    // Of those that were asked about only: a stream that began meanwhile has a session that holds.
    for (const { identity, end } of this.#seats)
      if (identity.sessionId !== undefined && ids.has(identity.sessionId) && !holding.has(identity.sessionId)) end();
  }

  /** Ends all of them. */
  endAll(): void {
    for (const { end } of this.#seats) end();
  }
}
