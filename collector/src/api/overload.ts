import underPressure from "@fastify/under-pressure";
import type { App } from "./app-parts.ts";
import { Refusal } from "./refusal.ts";

const ASKS_HOW_IT_IS: ReadonlySet<string> = new Set(["/api/health", "/livez", "/readyz", "/metrics"]);

/** When a collector has too much to do, in milliseconds. */
export interface OverloadLimits {
  /** Mean delay of the event loop over a second, beyond which requests are refused: those that it has would only wait behind them. 0: never. */
  mostLoopDelayMs: number;
  /** Schemas are compiled at the start, which holds the loop up for once and says nothing of how it fares. */
  startMs: number;
}

const LIMITS: OverloadLimits = { mostLoopDelayMs: 2_000, startMs: 5_000 };

/** Refuses requests while the event loop cannot keep up (503, with when to try again), but never who asks how the collector is. */
export async function refuseWhenOverloaded(app: App, limits = LIMITS): Promise<void> {
  let watchedFrom = Number.POSITIVE_INFINITY;
  app.addHook("onReady", async () => {
    watchedFrom = performance.now() + limits.startMs;
  });
  await app.register(underPressure, {
    maxEventLoopDelay: limits.mostLoopDelayMs,
    pressureHandler: (request) => {
      if (ASKS_HOW_IT_IS.has(request.routeOptions.url ?? "") || performance.now() < watchedFrom) return;
      throw new Refusal(503, "overloaded", "the collector has too much to do; try again in a few seconds", 10);
    },
  });
}
