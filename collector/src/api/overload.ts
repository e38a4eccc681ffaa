import underPressure from "@fastify/under-pressure";
import type { App } from "./app-parts.ts";
import { Refusal } from "./refusal.ts";

/** Mean delay of the event loop over a second, beyond which requests are refused: those that it has would only wait behind them. */
const MOST_LOOP_DELAY_MS = 2_000;
/** Schemas are compiled at the start, which holds the loop up for once and says nothing of how it fares. */
const START_MS = 5_000;

const ASKS_HOW_IT_IS: ReadonlySet<string> = new Set(["/api/health", "/livez", "/readyz", "/metrics"]);

/** Refuses requests while the event loop cannot keep up (503, with when to try again), but never who asks how the collector is. */
export async function refuseWhenOverloaded(app: App): Promise<void> {
  let watchedFrom = Number.POSITIVE_INFINITY;
  app.addHook("onReady", async () => {
    watchedFrom = performance.now() + START_MS;
  });
  await app.register(underPressure, {
    maxEventLoopDelay: MOST_LOOP_DELAY_MS,
    pressureHandler: (request) => {
      if (ASKS_HOW_IT_IS.has(request.routeOptions.url ?? "") || performance.now() < watchedFrom) return;
      throw new Refusal(503, "overloaded", "the collector has too much to do; try again in a few seconds", 10);
    },
  });
}
