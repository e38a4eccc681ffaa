import { randomBytes } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { spellOctets, type ApiProblem } from "@probewarden/contract";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { isStoreAway } from "../health/store-problem.ts";
import { LineFullError } from "../people/work-line.ts";
import { Refusal } from "./refusal.ts";

/** Media type of every error (RFC 9457, 3). */
export const PROBLEM_JSON = "application/problem+json";

/** Codes of failures that the framework and its plug-ins make. */
const CODES: Readonly<Record<number, string>> = {
  400: "bad-request",
  404: "not-found",
  405: "method-not-allowed",
  408: "too-slow",
  413: "too-large",
  414: "too-long",
  415: "unsupported-media-type",
  429: "too-many-requests",
  431: "headers-too-large",
  503: "overloaded",
};

const LONGEST_DETAIL = 400;

/** A problem of this kind; `id` is made here and belongs in the log. */
export function makeProblem(status: number, code: string, detail: string, retryAfterSeconds?: number): ApiProblem {
  return {
    type: `urn:probewarden:problem:${code}`,
    title: STATUS_CODES[status] ?? "Refused",
    status,
    detail: detail.slice(0, LONGEST_DETAIL),
    code,
    id: `error-${spellOctets(randomBytes(6))}`,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** Answers any error as a Problem whose id stands in the log too. Nothing of our own faults but the id goes out. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(asRefusal(error));
  const { id, status } = problem;
  const route = request.routeOptions.url;
  if (problem.code === "internal") request.log.error({ err: error, id, route }, "request failed");
  else request.log.debug({ id, code: problem.code, route }, "request refused");
  if (problem.retryAfterSeconds !== undefined) reply.header("retry-after", problem.retryAfterSeconds);
  return reply.status(status).type(PROBLEM_JSON).header("cache-control", "no-store").send(problem);
}

function asRefusal(error: FastifyError | Error): FastifyError | Error {
  if (error instanceof LineFullError)
    return new Refusal(503, "busy", "too many sign in at this moment; try again in a few seconds", 5);
  // The collector's own health says it once; a trace for each request would bury that.
  if (isStoreAway(error))
    return new Refusal(503, "store-away", "the database cannot be reached; /api/health says more", 10);
  return error;
}

function problemOf(error: FastifyError | Error): ApiProblem {
  if (error instanceof Refusal)
    return { ...makeProblem(error.statusCode, error.code, error.message, error.retryAfterSeconds), ...error.more };
  const status = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  if (status < 400 || (status >= 500 && status !== 503))
    return makeProblem(500, "internal", "the collector failed; its log says more under this id");
  return makeProblem(status, CODES[status] ?? "refused", explain(error), RETRY_SECONDS[status]);
}

/** When it is worth trying again, where the framework only says that it is not now. */
const RETRY_SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 10 };

function explain(error: FastifyError | Error): string {
  if (!("validation" in error) || !error.validation) return error.message;
  const [first] = error.validation;
  return `${error.validationContext ?? "request"}${first?.instancePath ?? ""} ${first?.message ?? "is not valid"}`;
}
