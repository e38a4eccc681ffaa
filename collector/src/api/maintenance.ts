import { Identifier, Items, MaintenanceRequest, MaintenanceWindow } from "@probewarden/contract";
import { Type } from "typebox";
import { announceMaintenance, endMaintenance, MOST_AHEAD, readMaintenance } from "../alerts/maintenance.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { OF_VENUE } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** Times in which a venue's boxes may be away without anybody being told. */
export function maintenanceRoutes(app: App, { state, now }: AppParts): void {
  const tags = ["alerts"];
  app.get(
    "/api/maintenance",
    {
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Maintenance windows",
        description: "At most 200, those that end last first.",
        querystring: Type.Object(OF_VENUE),
        response: { ...failures, 200: answer(Items(MaintenanceWindow)) },
      },
    },
    async (request) => ({ items: await readMaintenance(state.reading, { ...request.query, ...within(request) }) }),
  );

  app.post(
    "/api/venues/:venueId/maintenance",
    {
      schema: {
        tags,
        ...forRoles("announceMaintenance", "path"),
        summary: "Announce maintenance at a venue",
        ...mayAnswer("not-found", "bad-range", "too-many-windows"),
        description:
          "While it lasts nobody is told of sensors of this venue that are away, and no such outage opens or ends; what is still away at its end is told. Alerts of suspects and cameras are told as ever. At most 31 days long and 50 ahead in a venue.",
        params: Type.Object({ venueId: Identifier("the venue") }),
        body: MaintenanceRequest,
        response: { ...failures, 200: answer(MaintenanceWindow) },
      },
    },
    async (request) => {
      const at = now();
      const { from, until, reason } = request.body;
      const made = await announceMaintenance(
        state,
        request.params.venueId,
        { from: from === undefined ? at : Date.parse(from), until: Date.parse(until), reason },
        { by: nameOf(request), at },
      );
      if (made === "no-venue") throw notFound("venue");
      if (made === "bad-range")
        throw new Refusal(400, "bad-range", "until: it must lie ahead and behind from, by 31 days at most");
      if (made === "too-many")
        throw new Refusal(409, "too-many-windows", `${MOST_AHEAD} windows lie ahead in this venue already`);
      return made;
    },
  );

  app.post(
    "/api/maintenance/:windowId/end",
    {
      schema: {
        tags,
        ...forRoles("announceMaintenance", "path"),
        summary: "End a maintenance window now, or take back one that has not begun",
        ...mayAnswer("not-found"),
        description:
          "What is away from now on is told. It stays in the list with who ended it. 404 when it is over already.",
        params: Type.Object({ windowId: Identifier("the window") }),
        response: { ...failures, 200: answer(MaintenanceWindow) },
      },
    },
    async (request) => {
      const ended = await endMaintenance(state, request.params.windowId, { by: nameOf(request), at: now() });
      if (ended === undefined) throw notFound("maintenance window");
      return ended;
    },
  );
}
