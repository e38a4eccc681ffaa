import { createHash, timingSafeEqual } from "node:crypto";
import type { StateStore } from "../../store/state/open-state.ts";
import { SecretBoxError, type SecretBox } from "../secret-box.ts";
import { LineFullError } from "../work-line.ts";
import type { ProviderIdentity, SignInSecrets } from "./identity-provider.ts";
import { ProviderRefusedError } from "./provider-errors.ts";

/** How long somebody may take with the provider, and then for the code of a second step. */
export const FLOW_MS = 10 * 60_000;
export const VOUCHED_MS = 5 * 60_000;
/** Returns that are remembered at once. Each that is refused costs its network an attempt, so nobody fills this alone; full, it refuses. */
export const MOST_RETURNS = 5_000;

/** What is to come of a sign-in with the provider. */
export type FlowPurpose =
  | { kind: "sign-in" }
  /** Takes an invitation up, with the name that the account is to have. */
  | { kind: "invitation"; token: string; name: string }
  /** Binds the identity to the account that began it, in the session in which it did. */
  | { kind: "link"; userId: string; sessionId: string };

/** A sign-in that is under way in one browser. */
export interface Flow extends SignInSecrets {
  purpose: FlowPurpose;
  returnTo: string;
}

/** The provider has vouched for somebody whose account has a second step. */
export interface Vouched extends ProviderIdentity {
  returnTo: string;
}

type Kind = "flow" | "vouched";

/**
 * Sign-ins that are under way. Each is kept sealed in a cookie of the browser that began it, so that no crowd at the door fills a store, any
 * collector of the same key takes it up, and no other browser can: what comes back elsewhere is none's. That one came back is kept in the
 * store, so none does so twice.
 */
export class ProviderFlows {
  readonly #state: StateStore;
  readonly #box: SecretBox;
  readonly #now: () => number;
  readonly #mostReturns: number;

  constructor(state: StateStore, box: SecretBox, now: () => number, mostReturns = MOST_RETURNS) {
    this.#state = state;
    this.#box = box;
    this.#now = now;
    this.#mostReturns = mostReturns;
  }

  /** The cookie of a sign-in that begins. */
  seal(flow: Flow): string {
    return this.#seal("flow", flow, FLOW_MS);
  }

  /** The cookie of somebody whose second step is to come. */
  sealVouched(vouched: Vouched): string {
    return this.#seal("vouched", vouched, VOUCHED_MS);
  }

  /**
   * The sign-in to which an answer of the provider belongs; from now on none comes back with that state.
   * @param cookie of the browser in which it came back
   * @throws ProviderRefusedError, LineFullError
   */
  async takeBack(cookie: string | undefined, answer: string): Promise<Flow> {
    const flow = this.#open("flow", cookie) as Flow | undefined;
    const states = new URLSearchParams(answer).getAll("state");
    if (flow === undefined || states.length !== 1 || !isSame(states[0] ?? "", flow.state))
      throw new ProviderRefusedError("unknown-return");
    if (!(await this.#takeState(flow.state))) throw new ProviderRefusedError("unknown-return", "replayed");
    return flow;
  }

  /** Whose second step is to come; undefined: nobody's, or it took too long. */
  vouched(cookie: string | undefined): Vouched | undefined {
    return this.#open("vouched", cookie) as Vouched | undefined;
  }

  async #takeState(state: string): Promise<boolean> {
    const now = this.#now();
    return this.#state.transaction(async (trx) => {
      await trx.deleteFrom("provider_returns").where("expires_at", "<", now).execute();
      const { kept } = await trx
        .selectFrom("provider_returns")
        .select(({ fn }) => fn.countAll<number>().as("kept"))
        .executeTakeFirstOrThrow();
      if (Number(kept) >= this.#mostReturns) throw new LineFullError(`${kept} came back within ten minutes`);
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto("provider_returns")
        // Kept longer than any cookie of it is good.
        .values({ state_hash: hash(state).toString("hex"), expires_at: now + FLOW_MS })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    });
  }

  #seal(kind: Kind, what: object, goodMs: number): string {
    return this.#box.seal(`provider ${kind}`, JSON.stringify({ ...what, until: this.#now() + goodMs }));
  }

  #open(kind: Kind, cookie: string | undefined): unknown {
    if (cookie === undefined) return undefined;
    try {
      const { until, ...what } = JSON.parse(this.#box.open(`provider ${kind}`, cookie)) as { until: number };
      return until >= this.#now() ? what : undefined;
    } catch (error) {
      // Of another key, of the other kind, or made up: it is no sign-in of ours.
      if (error instanceof SecretBoxError) return undefined;
      throw error;
    }
  }
}

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(hash(one), hash(other));
