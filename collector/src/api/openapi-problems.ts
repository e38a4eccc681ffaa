/** Every problem that the API can answer, by its code: the HTTP status, and an example of its words. */
export const PROBLEMS = {
  "bad-request": { status: 400, detail: "querystring/limit must be <= 2000" },
  "unknown-parameter": {
    status: 400,
    detail: 'querystring: "stat" is no parameter of this address (it has venueId, state, after, limit)',
  },
  "bad-cursor": { status: 400, detail: "after: it is no cursor of this list" },
  "bad-range": { status: 400, detail: "to: it must be later than from" },
  "bad-plan": { status: 400, detail: "the plan: the PNG is cut short (save it again)" },
  "bad-address": { status: 400, detail: "the address must begin with http:// or https://" },
  "closed-address": { status: 400, detail: "127.0.0.1 is this machine, its own link or a cloud's metadata" },
  "weak-password": {
    status: 400,
    detail: "this password is among the first that anybody tries; take some words",
  },
  "secret-needed": { status: 400, detail: "give a secret: it signs each message" },
  "sign-in-needed": { status: 401, detail: "sign in first" },
  "wrong-sign-in": { status: 401, detail: "name and password do not belong together, or the link is used or expired" },
  "wrong-token": { status: 401, detail: "this token is none, was revoked, or is over" },
  "not-for-tokens": { status: 403, detail: "this is for people who sign in, and for no token" },
  "token-reads": { status: 403, detail: "this token reads and changes nothing; make one that may change" },
  "too-many-tokens": { status: 409, detail: "20 tokens of this account hold; revoke some" },
  "code-needed": { status: 401, detail: "give the code of your authenticator app as well, or a recovery code" },
  "wrong-code": { status: 401, detail: "this code is wrong, was used already, or is over" },
  "no-provider": { status: 409, detail: "no identity provider is set up here; sign in with name and password" },
  "other-address": {
    status: 409,
    detail: "the identity provider sends browsers back to https://collector.example: open this page there",
  },
  "provider-away": {
    status: 503,
    detail: "the identity provider does not answer (ECONNREFUSED); name and password let in all the same",
  },
  "provider-refused": { status: 401, detail: "the identity provider did not vouch for anybody here: begin again" },
  "not-invited": {
    status: 403,
    detail: "no account here belongs to this identity, or it is shut; an administrator can invite you",
  },
  "wrong-link": { status: 401, detail: "the link is used or expired, or gives an account another password" },
  "identity-taken": {
    status: 409,
    detail: "this identity lets in with another account already, or this account has another identity",
  },
  "sign-in-again": {
    status: 403,
    detail: "sign out, and in by the provider again; this must follow within 10 minutes",
  },
  "only-way-in": { status: 409, detail: "the account has no password: without its identity nobody gets in" },
  "second-step-needed": {
    status: 403,
    detail: "set up the second step of your account first: a role of it takes one",
  },
  "not-your-role": {
    status: 403,
    detail: "your account does not hold a role for this (it takes inspector or approver); an administrator can give it",
  },
  "outside-scope": {
    status: 403,
    detail: "this is not there, or it is at a venue that your account does not reach; an administrator can widen it",
  },
  "foreign-origin": { status: 403, detail: "a change must come from a page of this collector (header Origin)" },
  "not-found": { status: 404, detail: "there is no such suspect" },
  "too-slow": { status: 408, detail: "the request took too long to arrive" },
  "moved-on": { status: 409, detail: "the alert has moved on meanwhile: look at what happened" },
  "not-possible": {
    status: 409,
    detail: "this cannot be done with the alert as it is now, or the time lies behind",
  },
  "nothing-to-undo": {
    status: 409,
    detail: "nobody has done anything with this alert that is not taken back already",
  },
  "name-taken": { status: 409, detail: "somebody has this name already; choose another" },
  "own-account": {
    status: 409,
    detail: "nobody changes what they may do themselves; another administrator can",
  },
  "too-many-invitations": { status: 409, detail: "200 one-time links are open; withdraw some" },
  "outside-floor": { status: 400, detail: "the sensor: 64, 12 is outside the floor, which has 60 × 40 m" },
  "bad-photo": {
    status: 400,
    detail: "the photo: it says more than a picture (EXIF and the like); the page draws it anew",
  },
  "no-such-code": { status: 404, detail: "no sensor waits for this code: it is mistyped, used, or out of time" },
  "unknown-command": {
    status: 400,
    detail: "there is no such command: identify, test, snapshot, restart, configure",
  },
  "wrong-arguments": { status: 400, detail: "the arguments are not those of this command" },
  "too-many-commands": { status: 409, detail: "eight commands to this sensor wait for an answer already" },
  "canary-first": {
    status: 409,
    detail: "the venue's canaries get new settings first, and must hold them before any other sensor",
  },
  "too-many-sensors": { status: 409, detail: "an update is of 500 sensors at most: choose some" },
  "nobody-to-update": { status: 409, detail: "none of these sensors can be updated to this version" },
  "rollout-runs": { status: 409, detail: "an update of this venue runs already" },
  "rollout-over": { status: 409, detail: "this update is over" },
  "no-such-site-code": { status: 404, detail: "no such code was made here: compare the six words" },
  "site-code-over": { status: 410, detail: "this code's night is over, or it was taken back: have another one made" },
  "site-code-used-up": {
    status: 409,
    detail: "as many boxes have joined by this code as it was made for: have another one made",
  },
  "join-unproven": {
    status: 403,
    detail: "something between the box and this collector ends the connection and begins another",
  },
  "join-needs-tls": { status: 409, detail: "boxes join over HTTPS with TLS 1.3, straight to the collector" },
  "join-version": { status: 409, detail: "this collector joins by version 1: bring both to the same release" },
  "not-heard": { status: 409, detail: "this sensor has reported no level of it in the last 5 minutes" },
  "walk-under-way": {
    status: 409,
    detail: "somebody walks on this floor with another transmitter; end that walk first",
  },
  "bad-point": { status: 400, detail: "the point: 64, 12 is outside the floor, which has 60 × 40 m" },
  "address-twice": { status: 400, detail: "02:00:00:00:00:01 stands twice: each address stands once" },
  "licence-elsewhere": {
    status: 403,
    detail: "which device may observe is said by `venue networks ID --set FILE` on the collector, and not here",
  },
  "bad-drawing": { status: 400, detail: "zone 2: its edge crosses itself (draw it anew)" },
  "too-many-floors": { status: 409, detail: "a venue has at most 64 floors" },
  "too-many-waiting": { status: 409, detail: "200 requests of this venue wait for a second person already" },
  "own-request": { status: 409, detail: "you asked for it yourself; another person must answer" },
  "not-own-request": { status: 409, detail: "another person asked for it: only they take it back" },
  "answered-already": { status: 409, detail: "somebody has answered it meanwhile" },
  "not-approved": { status: 409, detail: "it waits for a second person, one refused it, or it was taken back" },
  "bad-document": { status: 400, detail: "the document: it is neither a PDF nor a PNG or JPEG image" },
  "too-many-documents": { status: 409, detail: "500 documents of this venue are kept already" },
  "too-many-packages": { status: 409, detail: "200 packages were asked for about it already" },
  "taken-often": { status: 409, detail: "it was taken 20 times already: ask for another one" },
  "too-many-windows": { status: 409, detail: "50 windows lie ahead in this venue already" },
  "too-many-channels": { status: 409, detail: "32 channels are there already" },
  "other-kind": { status: 400, detail: "a channel stays of its kind; make another one" },
  "clear-password": {
    status: 400,
    detail: "no password is sent in the clear: choose tls or starttls, or leave it out",
  },
  "changed-meanwhile": { status: 412, detail: "somebody changed it meanwhile: read it again" },
  "version-needed": { status: 428, detail: "say with If-Match which version is changed: the ETag that was read" },
  "too-large": { status: 413, detail: "the body is larger than it may be" },
  "too-long": { status: 414, detail: "a part of the address is longer than it may be" },
  "unsupported-media-type": { status: 415, detail: "the body must be application/json" },
  "unknown-host": { status: 421, detail: "this collector does not answer under this name; add it to /http/hostNames" },
  "too-many-requests": { status: 429, detail: "too many requests; try again in a minute" },
  "too-many-attempts": { status: 429, detail: "too many attempts; wait 30 s" },
  "headers-too-large": { status: 431, detail: "the header fields are larger than they may be" },
  internal: { status: 500, detail: "the collector failed; its log says more under this id" },
  busy: { status: 503, detail: "too many sign in at this moment; try again in a few seconds" },
  overloaded: { status: 503, detail: "the collector has too much to do; try again in a few seconds" },
  "store-away": { status: 503, detail: "the database cannot be reached; /api/health says more" },
  "too-many-listeners": { status: 503, detail: "too many live pages are open; close one, or try later" },
} as const satisfies Record<string, { status: number; detail: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** What any request may meet, whatever it asks for. */
const ALWAYS: readonly ProblemCode[] = [
  "bad-request",
  "unknown-parameter",
  "foreign-origin",
  "too-slow",
  "too-long",
  "unknown-host",
  "too-many-requests",
  "headers-too-large",
  "wrong-token",
  "not-for-tokens",
  "token-reads",
  "internal",
  "overloaded",
  "store-away",
];
const WITH_BODY: readonly ProblemCode[] = ["too-large", "unsupported-media-type"];

/** What a route may answer of its own, for its schema: `...mayAnswer("not-found")`. The document lists it beside what any request may meet. */
export const mayAnswer = (...codes: ProblemCode[]) => ({ "x-problems": codes });

/** Every code that a route may answer, in the order of their statuses. */
export function problemsOf(operation: Record<string, unknown>, isOpen: boolean): ProblemCode[] {
  const own = (operation["x-problems"] ?? []) as ProblemCode[];
  const signIn: ProblemCode[] = isOpen ? [] : ["sign-in-needed", "not-your-role"];
  if (!isOpen && operation["x-scope"] !== "own") signIn.push("second-step-needed");
  const reach: ProblemCode[] = ["path", "all"].includes(String(operation["x-scope"])) ? ["outside-scope"] : [];
  const body = operation["requestBody"] === undefined ? [] : WITH_BODY;
  const paged = JSON.stringify(operation["parameters"] ?? []).includes('"after"') ? (["bad-cursor"] as const) : [];
  const all = new Set([...ALWAYS, ...signIn, ...reach, ...body, ...paged, ...own]);
  return [...all].toSorted((a, b) => PROBLEMS[a].status - PROBLEMS[b].status);
}
