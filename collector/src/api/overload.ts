import underPressure from "@fastify/under-pressure";
import type { App, OverloadLimits } from "./app-parts.ts";
import { Refusal } from "./refusal.ts";

const ASKS_HOW_IT_IS: ReadonlySet<string> = new Set(["/api/health", "/livez", "/readyz", "/metrics"]);

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
