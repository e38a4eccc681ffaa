import { Items, OwnSessionsEnd, PersonSession } from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import { endSessions, listSessions } from "../people/manage-accounts.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { sessionRow } from "./people.ts";
import type { StreamSeats } from "./stream-seats.ts";

/** What somebody sees and ends of their own account. In the demo, which signs in by itself, there is nothing of it. */
export function ownAccountRoutes(app: App, { accounts, state, now }: AppParts, seats: StreamSeats): void {
  const tags = ["own"];
  const response = { ...failures, 200: answer(Items(PersonSession)) };
  const list = async (request: FastifyRequest): Promise<{ items: PersonSession[] }> => {
    const accountId = await accounts.idOf(nameOf(request));
    if (accountId === undefined) return { items: [] };
    return { items: (await listSessions(state, accountId, now(), request.identity?.sessionId)).map(sessionRow) };
  };

  app.get(
    "/api/own/sessions",
    {
      schema: {
        tags,
        ...forRoles("anything", "own"),
        summary: "Where one is signed in oneself",
        description: "Sessions that hold, the latest first, each with its browser and roughly from where it was begun.",
        response,
      },
    },
    list,
  );

  app.post(
    "/api/own/sessions/end",
    {
      schema: {
        tags,
        ...forRoles("anything", "own"),
        summary: "Sign oneself out elsewhere, in one browser or in all but this one",
        description: "At once, with the live streams. The answer is what is left.",
        body: OwnSessionsEnd,
        response,
      },
    },
    async (request) => {
      const by = nameOf(request);
      const accountId = await accounts.idOf(by);
      if (accountId !== undefined) {
        const { sessionId } = request.body;
        await endSessions(state, { accountId, by, at: now() }, { sessionId, but: request.identity?.sessionId });
        await seats.look();
      }
      return list(request);
    },
  );
}
