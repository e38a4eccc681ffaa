import { randomBytes } from "node:crypto";
import { spellOctets, type ApiError } from "@probewarden/contract";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";

/** A failure that the caller can understand and mend. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, "not-found", `there is no such ${what}`);

/** Names of failures that the framework and its plug-ins make. */
const CODES: Readonly<Record<number, string>> = {
  400: "bad-request",
  404: "not-found",
  405: "method-not-allowed",
  413: "too-large",
  414: "too-long",
  415: "unsupported-media-type",
  429: "too-many-requests",
};

/** Answers any error as an ApiError whose id stands in the log too. Nothing of our own faults but the id goes out. */
export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const id = `error-${spellOctets(randomBytes(6))}`;
  const statusCode = error.statusCode ?? 500;
  const isOurFault = statusCode >= 500 && !(error instanceof Refusal);
  if (isOurFault) request.log.error({ err: error, id, route: request.routeOptions.url }, "request failed");
  else request.log.debug({ id, code: error.code, route: request.routeOptions.url }, "request refused");
  const body: ApiError = isOurFault
    ? { error: "internal", message: "the collector failed; its log says more under this id", id }
    : {
        error: error instanceof Refusal ? error.code : (CODES[statusCode] ?? "refused"),
        message: explain(error),
        id,
      };
  return reply.status(statusCode).send(body);
}

function explain(error: FastifyError | Refusal): string {
  if (!("validation" in error) || !error.validation) return error.message.slice(0, 400);
  const [first] = error.validation;
  return `${error.validationContext ?? "request"}${first?.instancePath ?? ""} ${first?.message ?? "is not valid"}`.slice(
    0,
    400,
  );
}
