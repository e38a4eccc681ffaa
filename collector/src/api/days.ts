import { Identifier, Items, VenueDay } from "@probewarden/contract";
import { Type } from "typebox";
import { localDays } from "../venues/local-days.ts";
import { readDays } from "../venues/read-days.ts";
import { isTimeZone } from "../venues/time-zone.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";
import { mayBeAskedAgain } from "./time.ts";

/** Six weeks, as a page of a calendar has them. */
const MOST_DAYS = 42;
const DAY_MS = 86_400_000;

const dateQuery = (description: string) =>
  Type.String({
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    maxLength: 10,
    description: `${description}, in the venue's zone`,
    examples: ["2026-11-23"],
  });

/** The date as it is; one that no calendar has (`2026-02-30`) is refused. */
function checkDate(name: string, text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new Refusal(400, "bad-range", `${name}: no calendar has this day`);
  return at;
}

/** The days of a venue, as a calendar marks them. */
export function dayRoutes(app: App, { state, series, now }: AppParts): void {
  app.get(
    "/api/venues/:venueId/time/days",
    {
      schema: {
        tags: ["time"],
        ...forRoles("seeEvidence", "path"),
        summary: "What happened on each day",
        ...mayAnswer("not-found", "bad-range"),
        description: `Suspects that were active and those that were new, as it was known then, sensors that did not listen, and outages, for each day from \`from\` to \`to\`, both among them, in the venue's zone. At most ${MOST_DAYS} days. An answer that did not change since is told by its ETag.`,
        params: Type.Object({ venueId: Identifier("the venue") }),
        querystring: Type.Object({ from: dateQuery("first day"), to: dateQuery("last day") }),
        response: { ...failures, 200: answer(Items(VenueDay)) },
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      const days = (checkDate("to", to) - checkDate("from", from)) / DAY_MS + 1;
      if (days < 1) throw new Refusal(400, "bad-range", "to: it must not be earlier than from");
      if (days > MOST_DAYS) throw new Refusal(400, "bad-range", `from, to: ${days} days are more than ${MOST_DAYS}`);
      const { venueId } = request.params;
      const venue = await state.reading.db
        .selectFrom("venues")
        .select("time_zone")
        .where("venue_id", "=", venueId)
        .executeTakeFirst();
      if (venue === undefined) throw notFound("venue");
      const zone = isTimeZone(venue.time_zone) ? venue.time_zone : "UTC";
      mayBeAskedAgain(reply);
      return { items: await readDays(state.reading, series, venueId, localDays({ from, to }, zone), now()) };
    },
  );
}
