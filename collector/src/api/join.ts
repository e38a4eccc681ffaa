import { TLSSocket } from "node:tls";
import { channelOf, isProof, JOIN_VERSION, joinLink, proofOf } from "@probewarden/cli";
import {
  Identifier,
  JoinAnswer,
  JoinRequest,
  SiteCode,
  SiteCodeRequest,
  WithdrawnSiteCodes,
} from "@probewarden/contract";
import { SITE_CODE_USES } from "@probewarden/contract/figures";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { BoundedLimiter } from "../people/bounded-limiter.ts";
import { agentYaml } from "../sensors/join/agent-yaml.ts";
import { joinByCode, type JoinRefusal } from "../sensors/join/join-by-code.ts";
import { makeSiteCode, withdrawSiteCodes } from "../sensors/join/site-codes.ts";
import { FOR_ANYBODY, forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** Attempts that fail, of one address and of all together: a mistyped word is found on the box, so who fails here guesses, or comes late. */
const ATTEMPTS = { points: 20, seconds: 600 };
const ALL_ATTEMPTS = { points: 300, seconds: 600 };

const REFUSALS: Record<JoinRefusal, readonly [status: number, code: string, words: string]> = {
  unknown: [
    404,
    "no-such-site-code",
    "no such code was made here: compare the six words, and ask whether another was made since",
  ],
  "out-of-time": [410, "site-code-over", "this code's night is over, or it was taken back: have another one made"],
  "used-up": [
    409,
    "site-code-used-up",
    "as many boxes have joined by this code as it was made for: have another one made",
  ],
  unproven: [
    403,
    "join-unproven",
    "something between the box and this collector ends the connection and begins another; join over a way without it",
  ],
};

/** Codes for a night, and the boxes that join by them. */
export function joinRoutes(app: App, { state, config, now }: AppParts): void {
  const tags = ["setup"];
  const attempts = new BoundedLimiter(ATTEMPTS);
  const allAttempts = new BoundedLimiter(ALL_ATTEMPTS, 1);
  const venue = Type.Object({ venueId: Identifier("the venue") });

  app.post(
    "/api/venues/:venueId/site-code",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Make the code by which boxes join",
        ...mayAnswer("not-found"),
        description:
          "Six words, shown this once, good for twelve hours and so many boxes, in the place of the venue's code before. With `replaces` it lets one box in, which takes over that sensor's name, place and history; the box before is cut off.",
        params: venue,
        body: SiteCodeRequest,
        response: { ...failures, 200: answer(SiteCode) },
      },
    },
    async (request) => {
      const { uses = SITE_CODE_USES.usual, replaces } = request.body;
      const { venueId } = request.params;
      if (replaces !== undefined && !(await isOf(replaces, venueId))) throw notFound("sensor");
      const given = { venueId, uses, ...(replaces === undefined ? {} : { replaces }), by: nameOf(request), at: now() };
      const made = await makeSiteCode(state, given);
      if (made === undefined) throw notFound("venue");
      const address = `${request.protocol}://${request.host}`;
      return {
        words: made.words,
        link: joinLink(address, made.words),
        uses: replaces === undefined ? uses : 1,
        expiresAt: new Date(made.expiresAt).toISOString(),
      };
    },
  );

  app.delete(
    "/api/venues/:venueId/site-code",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Make all codes of a venue void",
        description: "At once. Boxes that have joined stay.",
        params: venue,
        response: { ...failures, 200: answer(WithdrawnSiteCodes) },
      },
    },
    async (request) => ({
      withdrawn: await withdrawSiteCodes(state, { ...request.params, by: nameOf(request), at: now() }),
    }),
  );

  app.post(
    "/api/join",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Join as a box",
        ...mayAnswer(
          "no-such-site-code",
          "site-code-over",
          "site-code-used-up",
          "join-unproven",
          "join-needs-tls",
          "join-version",
          "too-many-attempts",
        ),
        description:
          "For `probewarden-agent join`. The box proves that it knows a code, and the collector in its answer too, both over this very TLS 1.3 connection (RFC 9266), so that nobody in between learns the password or stands in for the collector. Twenty failures in ten minutes.",
        body: JoinRequest,
        response: { ...failures, 200: answer(JoinAnswer) },
      },
    },
    async (request) => {
      const { version, codeId, nonce, proof, box, name } = request.body;
      if (version !== JOIN_VERSION)
        throw new Refusal(
          409,
          "join-version",
          `this collector joins by version ${JOIN_VERSION}: bring both to the same release`,
        );
      const channel = channelOfRequest(request);
      if (channel === undefined)
        throw new Refusal(409, "join-needs-tls", "boxes join over HTTPS with TLS 1.3, straight to the collector");
      for (const [limiter, key] of [
        [attempts, request.ip],
        [allAttempts, ""],
      ] as const) {
        const seconds = Math.ceil((await limiter.take(key)) / 1000);
        if (seconds > 0) throw new Refusal(429, "too-many-attempts", `too many attempts; wait ${seconds} s`, seconds);
      }
      let known: Buffer | undefined;
      const joined = await joinByCode(state, {
        codeId,
        box,
        ...(name === undefined ? {} : { name }),
        at: now(),
        isProven: (key) => {
          known = key;
          return isProof(proof, proofOf(key, "sensor", channel, `${nonce} ${box} ${name ?? ""}`));
        },
      });
      if (typeof joined === "string" || known === undefined)
        throw new Refusal(...REFUSALS[typeof joined === "string" ? joined : "unknown"]);
      await attempts.giveBack(request.ip);
      await allAttempts.giveBack("");
      const yaml = agentYaml(config, joined);
      return {
        agentYaml: yaml,
        proof: proofOf(known, "collector", channel, `${nonce} ${yaml}`),
        ...(joined.otherBox === undefined ? {} : { otherBox: joined.otherBox }),
        at: new Date(now()).toISOString(),
      };
    },
  );

  const isOf = async (sensorId: string, venueId: string): Promise<boolean> =>
    (await state.db
      .selectFrom("sensors")
      .select("sensor_id")
      .where("sensor_id", "=", sensorId)
      .where("venue_id", "=", venueId)
      .where("retired_at", "is", null)
      .executeTakeFirst()) !== undefined;
}

/** What both ends know of the connection that a request came by; undefined where it is none of TLS 1.3. */
const channelOfRequest = ({ raw }: FastifyRequest): Buffer | undefined =>
  raw.socket instanceof TLSSocket ? channelOf(raw.socket) : undefined;
