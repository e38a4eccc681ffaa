import { createHmac, randomBytes } from "node:crypto";
import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import { networkOf } from "../people/network-of.ts";
import { waitMs } from "../people/wait-ms.ts";
import { ARRIVALS, FAILURES, MOST_SLOW, NETWORK_DRAWERS, SLOW_TURNS } from "./broker-limits.ts";

/**
 * Serves networks that fail often, or come all too often, slowly and in order: guessing and handshakes without end cost us little, and
 * an honest sensor behind the same address gets its turn. Nobody is locked out, and no name of a sensor is held against anybody.
 */
export class SlowLane {
  readonly #failures = new RateLimiterMemory(FAILURES);
  readonly #arrivals = new RateLimiterMemory(ARRIVALS);
  readonly #turns = new RateLimiterQueue(new RateLimiterMemory(SLOW_TURNS), { maxQueueSize: MOST_SLOW });
  readonly #seed = randomBytes(16);

  /** The drawer in which an address is counted; nobody can tell which others share it. */
  drawerOf(address: string): number {
    const digest = createHmac("sha256", this.#seed).update(networkOf(address)).digest();
    return digest.readUInt32BE() % NETWORK_DRAWERS;
  }

  /** A sign-in failed, or what came was no MQTT. */
  async failed(drawer: number): Promise<void> {
    await this.#failures.penalty(drawer);
  }

  /** Resolves when a connection may go on: at once, or when its turn comes; false when too many wait. */
  async enter(drawer: number): Promise<boolean> {
    const [tooOften, failures] = await Promise.all([this.#arrivesTooOften(drawer), this.#failures.get(drawer)]);
    if (!tooOften && (failures?.consumedPoints ?? 0) <= FAILURES.points) return true;
    return this.#turns.removeTokens(1, drawer).then(
      () => true,
      () => false,
    );
  }

  async #arrivesTooOften(drawer: number): Promise<boolean> {
    return (await waitMs(this.#arrivals, drawer)) > 0;
  }
}
