import underPressure from "@fastify/under-pressure";
import type { App, OverloadLimits } from "./app-parts.ts";
import { Refusal } from "./refusal.ts";

const ASKS_HOW_IT_IS: ReadonlySet<string> = new Set(["/api/health", "/livez", "/readyz", "/metrics"]);

const LIMITS: OverloadLimits = { mostLoopDelayMs: 2_000, sampleMs: 1_000, slowSamples: 3 };

/**
 * Refuses requests while the event loop cannot keep up (503, with when to try again), but never who asks how the collector is, nor the page
 * itself, which costs a file and tells a person what is the matter better than this answer.
 */
export async function refuseWhenOverloaded(app: App, limits = LIMITS): Promise<void> {
  let slow = 0;
  await app.register(underPressure, {
    maxEventLoopDelay: limits.mostLoopDelayMs,
    sampleInterval: limits.sampleMs,
    pressureHandler: (request) => {
      const { url } = request.routeOptions;
      if (slow < limits.slowSamples || url?.startsWith("/api/") !== true || ASKS_HOW_IT_IS.has(url)) return;
      throw new Refusal(503, "overloaded", "the collector has too much to do; try again in a few seconds", 10);
    },
  });
  const sampled = setInterval(() => (slow = app.isUnderPressure() ? slow + 1 : 0), limits.sampleMs).unref();
  app.addHook("onClose", async () => clearInterval(sampled));
}
