import type { StateStore } from "../store/state/open-state.ts";
import { BoundedLimiter, type Budget, type Limiter } from "./bounded-limiter.ts";
import { networkOf } from "./network-of.ts";
import { StoredLimiter } from "./stored-limiter.ts";

/** Of one origin against one account: typing errors cost a minute, a machine that guesses gets twenty tries an hour. */
const QUICK: Budget = { points: 4, seconds: 60 };
const STEADY: Budget = { points: 20, seconds: 3_600 };
/** Of one address against all accounts together: an office has one address and several people in it. */
const ADDRESS: Budget = { points: 40, seconds: 3_600 };
/** Of all strangers together against one account. A stranger is who comes from no device and no address that signed in to it before. */
const STRANGERS: Budget = { points: 60, seconds: 3_600 };
/** Tries of a one-time link from one address. Its token cannot be guessed; the bound is for the work. */
const LINK: Budget = { points: 10, seconds: 3_600 };
/** Returns from the identity provider that came to nothing, from one address. Nothing of them can be guessed; the bound is for the work. */
const PROVIDER: Budget = { points: 40, seconds: 3_600 };

/** Who tries. */
export interface Attempt {
  /** The account's name as it was typed, whether or not anybody has it: both are counted alike. */
  name: string;
  address: string;
  /** The device or address that signed in to this account before; absent: a stranger. */
  known?: string;
}

/** What came of an attempt: `waitMs` when it was not made at all. */
export type Outcome<T> = { waitMs: number } | { value: T | undefined };

/**
 * Makes guessing slow for whoever guesses, and for nobody else (OWASP: Slow Down Online Guessing Attacks with Device Cookies). A device or
 * an address that signed in to an account before has a budget of its own there, which no stranger can use up; strangers have one each,
 * one by their address, and one together. Every budget comes back by itself.
 */
export class SignInGuard {
  readonly #quick: Limiter;
  readonly #steady: Limiter;
  readonly #address: Limiter;
  readonly #strangers: Limiter;
  readonly #link: Limiter;
  readonly #provider: Limiter;

  /** `shared`: the store in which several collectors count together; absent: this process is alone, and counts in memory. */
  constructor(shared?: StateStore) {
    const limiter = (name: string, budget: Budget): Limiter =>
      shared === undefined ? new BoundedLimiter(budget) : new StoredLimiter(shared, name, budget);
    this.#quick = limiter("quick", QUICK);
    this.#steady = limiter("steady", STEADY);
    this.#address = limiter("address", ADDRESS);
    this.#strangers = limiter("strangers", STRANGERS);
    this.#link = limiter("link", LINK);
    this.#provider = limiter("provider", PROVIDER);
  }

  /** Makes the attempt unless a budget is used up; undefined is a failure, and costs. */
  attempt<T>({ name, address, known }: Attempt, make: () => Promise<T | undefined>): Promise<Outcome<T>> {
    const network = networkOf(address);
    const origin = `${known ?? `stranger ${network}`} ${name}`;
    const own: Spending[] = [
      [this.#quick, origin],
      [this.#steady, origin],
    ];
    return spend(known === undefined ? [...own, [this.#address, network], [this.#strangers, name]] : own, make);
  }

  /** The same for a one-time link. */
  attemptLink<T>(address: string, make: () => Promise<T | undefined>): Promise<Outcome<T>> {
    return spend([[this.#link, networkOf(address)]], make);
  }

  /** The same for who comes back from the identity provider. */
  attemptProvider<T>(address: string, make: () => Promise<T | undefined>): Promise<Outcome<T>> {
    return spend([[this.#provider, networkOf(address)]], make);
  }
}

type Spending = [Limiter, string];

async function spend<T>(budgets: readonly Spending[], make: () => Promise<T | undefined>): Promise<Outcome<T>> {
  const taken: Spending[] = [];
  const giveBack = async (): Promise<void> => {
    for (const [limiter, key] of taken) await limiter.giveBack(key);
  };
  for (const [limiter, key] of budgets) {
    const waitMs = await limiter.take(key);
    if (waitMs > 0) {
      // Who must wait by one budget uses up no share of the others.
      await giveBack();
      return { waitMs };
    }
    taken.push([limiter, key]);
  }
  const value = await make();
  if (value !== undefined) await giveBack();
  return { value };
}
