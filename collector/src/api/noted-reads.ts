import { NoteReads } from "../people/note-reads.ts";
import { isChange } from "./guard.ts";
import type { App, AppParts } from "./app-parts.ts";
import { VENUE_OF } from "./venue-of.ts";

/** For the schema of a route whose reading is written down: `...noted("suspect-read")`. The document shows it. */
export const noted = (action: string, howOften: "each-look" | "every-time" = "each-look") => ({
  "x-audit": action,
  "x-audit-every-time": howOften === "every-time",
});

/** Writes down who reads what says so in its schema, and what is done by a token, behind the guard and the checks, and before the answer. */
export function noteReads(app: App, { state, now }: Pick<AppParts, "state" | "now">): void {
  const reads = new NoteReads(state, now);
  app.addHook("preHandler", async (request) => {
    const { schema, url = "" } = request.routeOptions;
    const said = (schema ?? {}) as { "x-audit"?: string; "x-audit-every-time"?: boolean };
    const action = said["x-audit"];
    const { identity } = request;
    if (identity?.token !== undefined) {
      const { tokenId, name } = identity.token;
      const isEach = isChange(request);
      const what = isEach ? ` ${request.method} ${request.url.split("?")[0]}` : "";
      await reads.note({ by: identity.name, action: "token-used", subject: `${tokenId} ${name}${what}` }, isEach);
    }
    if (action === undefined || request.identity === undefined) return;
    const params = request.params as Record<string, string>;
    const named = Object.keys(VENUE_OF).find((name) => params[name] !== undefined);
    const subject = named === undefined ? url.replace("/api/", "") : (params[named] ?? "");
    await reads.note({ by: request.identity.name, action, subject }, said["x-audit-every-time"] === true);
  });
}
