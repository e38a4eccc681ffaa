import { Collector, Deletion, Items } from "@probewarden/contract";
import { readDeletions } from "../health/deletions.ts";
import { readCollectors } from "../health/read-collectors.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { KEPT } from "./keep-lists.ts";
import { answer, failures } from "./named-schemas.ts";
import { Type } from "typebox";

const USUAL_ROWS = 200;

/** The collectors themselves, and what they deleted by rule. */
export function collectorRoutes(app: App, { state, health, now }: AppParts): void {
  app.get(
    "/api/collectors",
    {
      schema: {
        tags: ["health"],
        ...forRoles("anything", "none"),
        summary: "How the collectors are",
        description:
          "Every collector of this database as it last said: what waits, its disk, stores, broker, event loop and notices, and what a person should mend. The one that answers says how it is now.",
        response: { ...failures, 200: answer(Items(Collector)) },
      },
    },
    async () => {
      const own = health.row();
      const others = (await readCollectors(state.reading, now())).filter(({ name }) => name !== own.name);
      return { items: [own, ...others] };
    },
  );
  app.get(
    "/api/deletions",
    {
      config: KEPT,
      schema: {
        tags: ["health"],
        ...forRoles("anything", "none"),
        summary: "What was deleted by rule",
        description:
          "The log of deletions, latest first: which kind, how many rows, and until when; never what. `next` is the page behind.",
        querystring: Type.Object({ after: afterCursor, limit: limitOf(USUAL_ROWS) }),
        response: { ...failures, 200: answer(Items(Deletion)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readDeletions(state.reading, request.query.limit ?? USUAL_ROWS, request.query.after),
      ),
  );
}
