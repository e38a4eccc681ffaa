import { Alert, CloseAlert, Identifier, Items, Outage } from "@probewarden/contract";
import { Type } from "typebox";
import { readOutagePage } from "../alerts/read-outages.ts";
import { readAlertPage, readAlerts } from "../alerts/read-alerts.ts";
import { audit } from "../people/audit.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

const USUAL_ROWS = 200;

/** Alerts: the list, and a person's close. */
export function alertRoutes(app: App, { state, alerts, now }: AppParts): void {
  const tags = ["alerts"];
  const querystring = Type.Object({
    state: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("closed")], { description: "only these" })),
    venueId: Type.Optional(Identifier("only of this venue")),
    after: afterCursor,
    limit: limitOf(USUAL_ROWS),
  });
  app.get(
    "/api/alerts",
    {
      schema: {
        tags,
        summary: "Alerts, what needs a person first",
        description: `An alert opens when a suspect first reaches suspected, and keeps its id until a person closes it or the suspect ends; and when a camera is proven to have climbed a step in what it can take of faces, bodies or gait, or is set to. Open ones come first, of these the ones whose suspect was strong at any time since, or whose camera is set to do it; within that the latest opened. ${OF_PAGES}`,
        querystring,
        response: { ...failures, 200: answer(Items(Alert)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readAlertPage(state.reading, { ...request.query, limit: request.query.limit ?? USUAL_ROWS }),
      ),
  );

  app.get(
    "/api/outages",
    {
      schema: {
        tags,
        summary: "Outages, what needs a person first",
        description: `Sensors that died, venues of which no sensor reports, notices that do not get through: people are told when one opens, and it is over by itself. Open ones come first; within that the latest opened. ${OF_PAGES}`,
        querystring,
        response: { ...failures, 200: answer(Items(Outage)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readOutagePage(state.reading, { ...request.query, limit: request.query.limit ?? USUAL_ROWS }),
      ),
  );

  const params = Type.Object({ alertId: Identifier("the alert") });
  app.post(
    "/api/alerts/:alertId/close",
    {
      schema: {
        tags,
        summary: "Close an alert",
        ...mayAnswer("not-found", "already-closed"),
        description:
          "The close and its reason hold for this incident and are kept with the name of who closed it. 409 when it is closed already.",
        params,
        body: CloseAlert,
        response: { ...failures, 200: answer(Alert) },
      },
    },
    async (request) => {
      const { alertId } = request.params;
      const by = nameOf(request);
      const closed = await alerts.close(alertId, by, request.body.reason);
      const [alert] = await readAlerts(state, { alertIds: [alertId] });
      if (!alert) throw notFound("alert");
      if (!closed) throw new Refusal(409, "already-closed", "this alert is closed already");
      await audit(state.db, { at: now(), by, action: "alert-closed", subject: alertId });
      return alert;
    },
  );
}
