import { Readiness } from "@probewarden/contract";
import { FOR_ANYBODY } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { answer, failures } from "./named-schemas.ts";

/** Whether the collector is ready: 200, or 503 with what a person should mend. */
export function healthRoutes(app: App, { readiness }: AppParts): void {
  const schema = {
    tags: ["health"],
    ...FOR_ANYBODY,
    summary: "Whether the collector is ready",
    description:
      "For load balancers and people: 200 when new data is taken, else 503; either way with what a person should mend.",
    response: { ...failures, 200: answer(Readiness), 503: answer(Readiness) },
  };
  app.get("/api/health", { schema }, async (_request, reply) => {
    const state = await readiness();
    return reply.status(state.state === "ready" ? 200 : 503).send(state);
  });
}
