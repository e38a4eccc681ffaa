import { MAY, type Role, type Work } from "@probewarden/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { EVERYWHERE, holdsVenue, isEverywhere } from "../people/scope.ts";
import type { Identity } from "../people/sessions.ts";
import type { AppParts } from "./app-parts.ts";
import { isChange } from "./guard.ts";
import { Refusal } from "./refusal.ts";
import { venueOf, VENUE_OF } from "./venue-of.ts";

/**
 * How far a route reaches: `open` answers without a session; `own` is about who asks; `none` is of no venue; `all` wants an account that is
 * held to no venue; `list` is cut by its handler to the venues of who asks; `path` is about what the address names, whose venue the guard looks up.
 */
export type Reach = "open" | "own" | "none" | "all" | "list" | "path";

/** Who may ask this route, for its schema: `...forRoles("seeEvidence", "list")`. The document shows it, and the guard holds to it. */
export const forRoles = (what: Work, reach: Exclude<Reach, "open">) => ({
  "x-roles": [...MAY[what]] as Role[],
  "x-scope": reach,
});
/** For the schema of a route that answers without a session. */
export const FOR_ANYBODY = { "x-roles": [] as Role[], "x-scope": "open" as Reach };

interface Access {
  roles: readonly Role[];
  reach: Reach;
}

const STREAM = "/api/stream";
/** Pages of the plug-in that shows the description. */
const DOCS = /^\/api\/docs(\/|$)/;

/** What a route's schema says of who may ask. Fails for one that says nothing: nobody would guard it. */
function accessOf(url: string, schema: unknown): Access {
  if (DOCS.test(url)) return { roles: MAY.anything, reach: "none" };
  const said = (schema ?? {}) as { "x-roles"?: Role[]; "x-scope"?: Reach };
  const [roles, reach] = [said["x-roles"], said["x-scope"]];
  if (roles === undefined || reach === undefined)
    throw new Error(`${url}: its schema must say who may ask it (forRoles)`);
  if (reach === "path" && namesIn(url).length !== 1)
    throw new Error(`${url}: its reach is a path, so its address must name one of ${Object.keys(VENUE_OF).join(", ")}`);
  return { roles, reach };
}

/** The parameters of an address that name something of a venue; a floor is named beside its venue. */
const namesIn = (url: string): string[] => Object.keys(VENUE_OF).filter((name) => url.includes(`:${name}`));

/** Whether the matched route is one of ours that answers without a session. */
export const isOpen = (request: FastifyRequest): boolean =>
  (request.routeOptions.schema as { "x-scope"?: Reach } | undefined)?.["x-scope"] === "open";

/**
 * The one guard of who may ask what. A route without `x-roles` and `x-scope` is refused at the start. Who lacks the role, or asks of a venue
 * beyond the account's, is refused with words that say so; whether there is such a thing beyond is not told.
 */
export function guardAccess(app: FastifyInstance, { state, config }: Pick<AppParts, "state" | "config">): void {
  app.addHook("onRoute", ({ url, schema }) => {
    if (url.startsWith("/api/")) accessOf(url, schema);
  });
  // After the parameters are read, and before anything of the body is believed.
  app.addHook("preParsing", async (request) => {
    const { url, schema } = request.routeOptions;
    if (url === undefined || !url.startsWith("/api/")) return;
    const { roles, reach } = accessOf(url, schema);
    const { identity } = request;
    if (identity?.token !== undefined) holdToken(request, identity.token, roles, reach, url);
    if (reach === "open") return;
    if (identity === undefined) throw new Refusal(401, "sign-in-needed", "sign in first");
    if (reach !== "own" && needsSecondStep(config, identity))
      throw new Refusal(
        403,
        "second-step-needed",
        "set up the second step of your account first: a role of it takes one",
      );
    if (!identity.roles.some((role) => roles.includes(role))) throw notYourRole(roles);
    if (isEverywhere(identity.scope) || reach === "own" || reach === "none" || reach === "list") return;
    if (reach === "all") throw outsideScope();
    const [name = ""] = namesIn(url);
    const id = (request.params as Record<string, string>)[name] ?? "";
    const venueId = await venueOf(state.reading.db, name, id);
    if (venueId === undefined || !(await holdsVenue(state.reading.db, identity.scope, venueId))) throw outsideScope();
  });
}

/**
 * A program reads, and changes only what its token was made for. Never one's own account, other people's, or where notices go: these belong to a person
 * who is there. A live stream lives as long as a session, and a token has none.
 */
function holdToken(
  request: FastifyRequest,
  { mayChange }: NonNullable<Identity["token"]>,
  roles: readonly Role[],
  reach: Reach,
  url: string,
): void {
  const isAdministration = isChange(request) && (reach === "open" || roles.every((role) => role === "administrator"));
  if (reach === "own" || isAdministration || url === STREAM)
    throw new Refusal(403, "not-for-tokens", "this is for people who sign in, and for no token");
  if (isChange(request) && !mayChange)
    throw new Refusal(403, "token-reads", "this token reads and changes nothing; make one that may change");
}

/** Whether an account with these roles must have a second step. */
export const takesSecondStep = ({ people }: AppParts["config"], roles: readonly Role[]): boolean =>
  roles.some((role) => (people.secondStepFor as readonly string[]).includes(role));

/** Whether a role of who asks takes a second step, and the account has none. The demo signs in by itself. */
export const needsSecondStep = (config: AppParts["config"], { roles, hasSecondStep }: Identity): boolean =>
  hasSecondStep === false && takesSecondStep(config, roles);

/** @param roles whoever holds one of them can help */
export const notYourRole = (roles: readonly Role[]): Refusal =>
  new Refusal(
    403,
    "not-your-role",
    `your account does not hold a role for this (it takes ${roles.join(" or ")}); an administrator can give it`,
  );

export const outsideScope = (): Refusal =>
  new Refusal(
    403,
    "outside-scope",
    "this is not there, or it is at a venue that your account does not reach; an administrator can widen it",
  );

/** To which venues the answer of a list is cut, as a filter of its reader. */
export const within = ({ identity }: FastifyRequest) => ({ within: identity?.scope ?? EVERYWHERE });
