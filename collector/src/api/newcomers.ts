import { Identifier, Items, NewcomerMarkRequest, NewcomerRow } from "@probewarden/contract";
import { Type } from "typebox";
import { markNewcomer } from "../newcomers/mark-newcomer.ts";
import { readNewcomerPage } from "../newcomers/read-newcomers.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { KEPT } from "./keep-lists.ts";
import { NEWCOMER_FILTERS } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";

const USUAL_ROWS = 200;

/** Access points that came and stayed: a work list that accuses nobody. */
export function newcomerRoutes(app: App, { state, now }: AppParts): void {
  const tags = ["newcomers"];
  const querystring = Type.Object({
    ...NEWCOMER_FILTERS,
    after: afterCursor,
    limit: limitOf(USUAL_ROWS),
  });
  app.get(
    "/api/newcomers",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("seeEvidence", "list"),
        summary: "Access points that are new at a venue and stay, what is to be looked at first",
        description: `A work list and no accusation: something beacons that was not there when a sensor learnt its place, and has stayed at one level for longer than any visit. No phone stands in it, as far as its address was ever heard as a station. One row for a transmitter, whoever hears it. ${OF_PAGES}`,
        querystring,
        response: { ...failures, 200: answer(Items(NewcomerRow)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readNewcomerPage(state.reading, {
          ...request.query,
          ...within(request),
          limit: request.query.limit ?? USUAL_ROWS,
        }),
      ),
  );

  app.post(
    "/api/newcomers/:newcomerId/mark",
    {
      schema: {
        tags,
        ...forRoles("noteOnSite", "path"),
        summary: "Note what an access point is, or take the note back",
        ...mayAnswer("not-found"),
        description:
          "Kept with who, when and a note, for as long as the entry is, which no age takes then. It changes what the list shows first and nothing else: nobody was accused, and nobody is cleared.",
        params: Type.Object({ newcomerId: Identifier("the entry") }),
        body: NewcomerMarkRequest,
        response: { ...failures, 200: answer(NewcomerRow) },
      },
    },
    async (request) => {
      const { newcomerId } = request.params;
      const at = new Date(now()).toISOString();
      if ((await markNewcomer(state, newcomerId, { ...request.body, by: nameOf(request), at })) === undefined)
        throw notFound("newcomer");
      // What was just written may not have come to who only reads yet.
      const [row] = (await readNewcomerPage(state, { newcomerId, limit: 1 })).items;
      if (row === undefined) throw notFound("newcomer");
      return row;
    },
  );
}
