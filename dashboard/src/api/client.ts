import type { ApiProblem } from "@probewarden/contract";
import { parseSeen } from "./seen-text.ts";

/** How long an answer may take before the page calls it failed. */
const ANSWER_WITHIN_MS = 15_000;

/** What went wrong between the page and the collector: a refusal in the collector's words, or no answer (`status` 0). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** Identifier to copy. The collector's log has it too, unless `status` is 0. */
  readonly id: string;

  constructor(
    status: number,
    { code, detail, id }: Pick<ApiProblem, "code" | "detail" | "id">,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = "ApiFailure";
    this.status = status;
    this.code = code;
    this.id = id;
  }
}

/** Whether what was asked may be taken when it is asked once more: nobody answered, too much at a time, or a fault of the collector's own. */
export const mayPass = (failure: unknown): boolean =>
  !(failure instanceof ApiFailure) || failure.status < 400 || failure.status === 429 || failure.status >= 500;

/** No answer yet, or none for the moment: the collector is slow or has too much to do, and nothing is known to be wrong. */
const LATE: ReadonlySet<string> = new Set(["no-answer-yet", "too-slow", "overloaded"]);
export const isLate = (failure: unknown): boolean => failure instanceof ApiFailure && LATE.has(failure.code);

/** Whether a question is asked again by itself after so many failures: not where the collector refused it. */
export const asksAgain = (count: number, failure: unknown): boolean =>
  failure instanceof ApiFailure && (failure.code === "overloaded" ? count < 5 : failure.status === 0 && count < 2);

const pageId = (): string => `page-${Date.now().toString(36)}`;

function isProblem(value: unknown): value is ApiProblem {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value && "id" in value;
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return parseSeen(text);
  } catch (cause) {
    throw new ApiFailure(response.status, { code: "not-json", detail: response.statusText, id: pageId() }, { cause });
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Answers that were asked for before the parts of the page were there that need them, by path. Each is taken once. */
const early = new Map<string, Promise<Tagged<unknown>>>();
/** What nobody has taken by then is old. */
const EARLY_FOR_MS = 10_000;

/** Asks for what will be asked for in a moment; whoever does so first is given this answer. */
export async function askEarly<T>(path: string): Promise<T> {
  const answer = requestTagged<T>("GET", path);
  early.set(path, answer);
  setTimeout(() => early.delete(path), EARLY_FOR_MS);
  return (await answer).value;
}

/**
 * Asks the collector and gives its JSON answer.
 * @param ifMatch the ETag of what its author has seen: when it has changed since, the change is refused
 * @throws {ApiFailure} when it refuses, does not answer, or answers something else than JSON
 */
export const request = async <T>(method: Method, path: string, body?: unknown, ifMatch?: string): Promise<T> =>
  (await requestTagged<T>(method, path, body, ifMatch)).value;

/** An answer with its ETag, as the collector wrote it: quotes and all. */
export interface Tagged<T> {
  value: T;
  tag: string;
}

/**
 * The same with the answer's ETag.
 * @param ifMatch as for {@link request}
 * @throws {ApiFailure}
 */
export async function requestTagged<T>(
  method: Method,
  path: string,
  body?: unknown,
  ifMatch?: string,
): Promise<Tagged<T>> {
  const before = method === "GET" ? early.get(path) : undefined;
  if (before !== undefined) {
    early.delete(path);
    return before as Promise<Tagged<T>>;
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
    throw new ApiFailure(
      0,
      { code: isLate ? "no-answer-yet" : "unreachable", detail: "the collector does not answer", id: pageId() },
      { cause },
    );
  }
  const answer = await answerOf(response);
  if (response.ok) return { value: answer as T, tag: response.headers.get("etag") ?? "" };
  if (isProblem(answer)) throw new ApiFailure(response.status, answer);
  throw new ApiFailure(response.status, { code: "refused", detail: response.statusText, id: pageId() });
}
