import type { ApiProblem } from "@probewarden/contract";

/** A failure that the caller can understand and mend. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly statusCode: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  /** Further members of the problem (RFC 9457, 3.2), as `ApiProblem` has them. */
  readonly more: Pick<ApiProblem, "current" | "since">;

  constructor(
    statusCode: number,
    code: string,
    message: string,
    retryAfterSeconds?: number,
    more: Pick<ApiProblem, "current" | "since"> = {},
  ) {
    super(message);
    this.more = more;
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, "not-found", `there is no such ${what}`);

export const tooManyWaiting = (): Refusal =>
  new Refusal(409, "too-many-waiting", "200 requests of this venue wait for a second person already");
