import { Alert, AlertCounts, Items, Outage } from "@probewarden/contract";
import { Type } from "typebox";
import { countAlerts } from "../alerts/count-alerts.ts";
import { readOutagePage } from "../alerts/read-outages.ts";
import { readAlertPage } from "../alerts/read-alerts.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { KEPT } from "./keep-lists.ts";
import { ALERT_FILTERS, INBOX_FILTERS, OF_VENUE, OUTAGE_FILTERS } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";

const USUAL_ROWS = 200;

/** The inbox: alerts and outages, what needs a person first. */
export function alertRoutes(app: App, { state }: AppParts): void {
  const tags = ["alerts"];
  const pages = { after: afterCursor, limit: limitOf(USUAL_ROWS) };
  app.get(
    "/api/alerts",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("seeEvidence", "list"),
        summary: "Alerts, what needs a person first",
        description: `An alert opens when a suspect first reaches suspected, and when a camera is proven to have climbed a step in what it can take of faces, bodies or gait, or is set to. It keeps its id, and a person settles it, nobody else: where what it is about ends first it waits as ended and not yet seen. What nobody has seen comes first, of that what is there before what has ended and the heaviest band first; then what is in hand, overdue and changed first; then what was put off; then what is settled; within that the latest. \`view\` is a part of the inbox, and \`band\` the heaviest that was reached since it opened. The ETag lets who asks again be told that nothing changed (304). ${OF_PAGES}`,
        querystring: Type.Object({ ...ALERT_FILTERS, ...pages }),
        response: { ...failures, 200: answer(Items(Alert)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readAlertPage(state.reading, {
          ...request.query,
          ...within(request),
          limit: request.query.limit ?? USUAL_ROWS,
        }),
      ),
  );

  app.get(
    "/api/alerts/counts",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("seeEvidence", "list"),
        summary: "How many alerts stand in each view of the inbox and behind each filter",
        description:
          "Of the venues that the account reaches, and of no others. No number goes beyond 10,000: then it means that many or more. The ETag lets who asks again be told that nothing changed (304).",
        querystring: Type.Object({ ...OF_VENUE, ...INBOX_FILTERS }),
        response: { ...failures, 200: answer(AlertCounts) },
      },
    },
    (request) => countAlerts(state.reading, { ...request.query, ...within(request) }),
  );

  app.get(
    "/api/outages",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Outages, what needs a person first",
        description: `Sensors that died, venues of which no sensor reports, notices that do not get through: people are told when one opens, and it is over by itself. Open ones come first; within that the latest opened. ${OF_PAGES}`,
        querystring: Type.Object({ ...OUTAGE_FILTERS, ...pages }),
        response: { ...failures, 200: answer(Items(Outage)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readOutagePage(state.reading, {
          ...request.query,
          ...within(request),
          limit: request.query.limit ?? USUAL_ROWS,
        }),
      ),
  );
}
