import { randomBytes } from "node:crypto";
import type { Target } from "../interrogate/address-guard.ts";
import { soapHeaders } from "../interrogate/soap-call.ts";
import { saysAccountLocked, saysRefused } from "../interrogate/soap-envelope.ts";
import { webCall, type CallSettings, type HeardCall, type WebRequest } from "../interrogate/web-call.ts";
import type { Account } from "./account.ts";
import { answerChallenge, chooseChallenge, type DigestChallenge } from "./digest.ts";
import { usernameToken } from "./username-token.ts";

/** How a call of an audit ended. `no-credentials-sent`: it was refused, and there was no safe way to log in, or none left today. */
export type AuditOutcome =
  | "answered"
  | "refused"
  | "no-credentials-sent"
  | "locked"
  | "stopped"
  | "not-there"
  | "failed";

/** One call of an audit. */
export interface AuditAnswer {
  outcome: AuditOutcome;
  raw: Buffer;
  contentType: string;
}

/** What a session needs of the world. */
export interface SessionWorld {
  account: Account;
  settings: CallSettings;
  signal: AbortSignal;
  /** Written down before anything is sent. */
  log: (entry: { method: string; path: string; account: boolean }) => Promise<void>;
  /** Takes the one attempt of the day. @returns false when it was used */
  takeAttempt: () => Promise<boolean>;
  /** The device has accepted the account: the attempt failed nobody. */
  giveAttemptBack: () => Promise<void>;
}

/**
 * Calls to one device with one account. The account is offered once: a device that refuses it gets it never again today; Basic is never
 * answered. After the device has accepted it, a refused read is that read's own.
 */
export class AuditSession {
  readonly #world: SessionWorld;
  readonly #target: Target;
  #challenge: DigestChallenge | undefined;
  #uses = 0;
  #usesToken = false;
  /** `spent`: never again today. */
  #state: "unused" | "accepted" | "spent" = "unused";
  #isStopped = false;
  /** Milliseconds that the device's clock is ahead of ours. */
  clockAheadMilliseconds = 0;
  /** A digest that can be replayed travelled in clear. */
  sentInClear = false;

  constructor(target: Target, world: SessionWorld) {
    this.#target = target;
    this.#world = world;
  }

  get isAccepted(): boolean {
    return this.#state === "accepted";
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Reads a path of the device. */
  read(path: string): Promise<AuditAnswer> {
    return this.#call({ ...this.#target, path }, { method: "GET", headers: {}, payload: undefined });
  }

  /** Asks a service, by HTTP Digest where it is offered and by a WS-UsernameToken where only SOAP refuses. */
  async ask(target: Target, action: string, body: string): Promise<AuditAnswer> {
    const request = (header: string): WebRequest => ({
      method: "POST",
      headers: soapHeaders(action),
      payload: Buffer.from(
        `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">` +
          `${header === "" ? "" : `<s:Header>${header}</s:Header>`}<s:Body>${body}</s:Body></s:Envelope>`,
      ),
    });
    if (this.#usesToken && this.isAccepted) return this.#askWithToken(target, request);
    const asNobody = await this.#call(target, request(""));
    if (!isSoapRefusal(asNobody) || asNobody.outcome === "locked" || asNobody.outcome === "stopped") return asNobody;
    if (this.#challenge !== undefined || !(await this.#mayOffer())) return { ...asNobody, outcome: "refused" };
    this.#usesToken = true;
    return this.#askWithToken(target, request);
  }

  async #askWithToken(target: Target, request: (header: string) => WebRequest): Promise<AuditAnswer> {
    if (!target.secure) this.sentInClear = true;
    const created = new Date(Date.now() + this.clockAheadMilliseconds);
    const heard = await this.#send(target, request(usernameToken(this.#world.account, randomBytes(16), created)), true);
    return this.#judge(heard, heard.status === 401 || isSoapRefusal(heard));
  }

  async #call(target: Target, request: WebRequest): Promise<AuditAnswer> {
    if (this.#state === "spent" || this.#challenge === undefined) {
      const heard = await this.#send(target, request, false);
      if (heard.status !== 401 || heard.failure !== undefined) return this.#outcomeOf(heard);
      const challenge = chooseChallenge(heard.challenge);
      if (challenge === undefined || !(await this.#mayOffer()))
        return { ...this.#outcomeOf(heard), outcome: "no-credentials-sent" };
      this.#renew(challenge);
    }
    for (let stale = 0; ; stale++) {
      const heard = await this.#sendDigest(target, request);
      if (heard.status !== 401 || heard.failure !== undefined) return this.#judge(heard, false);
      const next = chooseChallenge(heard.challenge);
      // RFC 7616 3.3: stale means that the account is right and only the nonce is old; whoever says so for ever is believed once.
      if (next?.stale !== true || stale > 0) return this.#judge(heard, true);
      this.#renew(next);
    }
  }

  #renew(challenge: DigestChallenge): void {
    this.#challenge = challenge;
    this.#uses = 0;
  }

  #sendDigest(target: Target, request: WebRequest): Promise<HeardCall> {
    const challenge = this.#challenge;
    if (challenge === undefined) throw new Error("no challenge to answer");
    if (!target.secure) this.sentInClear = true;
    const use = {
      method: request.method,
      uri: target.path,
      count: ++this.#uses,
      clientNonce: randomBytes(16).toString("hex"),
    };
    const authorization = answerChallenge(challenge, this.#world.account, use);
    return this.#send(target, { ...request, headers: { ...request.headers, authorization } }, true);
  }

  async #mayOffer(): Promise<boolean> {
    if (this.#state === "accepted") return true;
    if (this.#state === "spent") return false;
    if (await this.#world.takeAttempt()) return true;
    this.#state = "spent";
    return false;
  }

  async #judge(heard: HeardCall, isRefused: boolean): Promise<AuditAnswer> {
    const answer = this.#outcomeOf(heard);
    if (isRefused || answer.outcome === "locked" || answer.outcome === "failed" || answer.outcome === "stopped") {
      // A device that failed, or ended the connection instead of an answer, may have counted the attempt: it stays taken.
      if (this.#state !== "accepted" || answer.outcome === "locked") {
        this.#state = "spent";
        this.#challenge = undefined;
      }
      return isRefused && answer.outcome !== "locked" ? { ...answer, outcome: "refused" } : answer;
    }
    if (this.#state !== "accepted") {
      this.#state = "accepted";
      await this.#world.giveAttemptBack();
    }
    return answer;
  }

  #outcomeOf({ failure, status, raw, contentType }: HeardCall): AuditAnswer {
    const answer = (outcome: AuditOutcome): AuditAnswer => ({ outcome, raw, contentType });
    if (this.#isStopped) return answer("stopped");
    if (failure !== undefined) return answer("failed");
    const isRefusal = status === 401 || status === 403;
    if (status === 423 || (isRefusal && saysAccountLocked(raw.toString("utf8", 0, 16_384)))) {
      this.#isStopped = true;
      return answer("locked");
    }
    if (isRefusal) return answer("refused");
    return answer(status >= 200 && status < 300 ? "answered" : status === 404 ? "not-there" : "failed");
  }

  async #send(target: Target, request: WebRequest, withAccount: boolean): Promise<HeardCall> {
    const { log, settings, signal } = this.#world;
    if (signal.aborted) this.#isStopped = true;
    if (this.#isStopped) return STOPPED;
    await log({ method: request.method, path: target.path, account: withAccount });
    const heard = await webCall(target, request, settings, signal);
    if (signal.aborted) this.#isStopped = true;
    return heard;
  }
}

const isSoapRefusal = ({ raw }: { raw: Buffer }): boolean => saysRefused(raw.toString("latin1", 0, 16_384));

const STOPPED: HeardCall = {
  failure: "timed-out",
  raw: Buffer.alloc(0),
  status: 0,
  contentType: "",
  challenge: "",
  certificateUnproven: false,
  milliseconds: 0,
};
