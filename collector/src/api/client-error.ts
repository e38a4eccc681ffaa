import type { Socket } from "node:net";
import { makeProblem, PROBLEM_JSON } from "./problem.ts";

/** What Node's HTTP parser says of octets that never became a request. */
const STATUS_OF: Readonly<Record<string, [status: number, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "too-slow", "the request did not arrive in time"],
  HPE_HEADER_OVERFLOW: [431, "headers-too-large", "the headers are too large"],
};

/** Answers what is no HTTP, or did not arrive in time, as every other refusal is answered, and ends the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  const cause = error.code ?? "";
  // Without a finished TLS handshake nothing can be written, and `end` would wait for ever: of those only the connection is ended.
  if (!/^(HPE_|ERR_HTTP_)/.test(cause) || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = STATUS_OF[cause] ?? [400, "bad-request", "this is no HTTP request"];
  const problem = makeProblem(status, code, detail);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${problem.title}`,
    `content-type: ${PROBLEM_JSON}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
