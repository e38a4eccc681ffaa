import type { ApiError } from "@probewarden/contract";

/** How long an answer may take before the page calls it failed. */
const ANSWER_WITHIN_MS = 15_000;

/** What went wrong between the page and the collector: a refusal in the collector's words, or no answer (`status` 0). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** Identifier to copy. The collector's log has it too, unless `status` is 0. */
  readonly id: string;

  constructor(status: number, failure: ApiError, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = "ApiFailure";
    this.status = status;
    this.code = failure.error;
    this.id = failure.id;
  }
}

const pageId = (): string => `page-${Date.now().toString(36)}`;

function isApiError(value: unknown): value is ApiError {
  return typeof value === "object" && value !== null && "error" in value && "message" in value && "id" in value;
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ApiFailure(response.status, { error: "not-json", message: response.statusText, id: pageId() }, { cause });
  }
}

/**
 * Asks the collector and gives its JSON answer.
 * @throws {ApiFailure} when it refuses, does not answer, or answers something else than JSON
 */
export async function request<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ApiFailure(
      0,
      { error: "unreachable", message: "the collector does not answer", id: pageId() },
      { cause },
    );
  }
  const answer = await answerOf(response);
  if (response.ok) return answer as T;
  if (isApiError(answer)) throw new ApiFailure(response.status, answer);
  throw new ApiFailure(response.status, { error: "refused", message: response.statusText, id: pageId() });
}
