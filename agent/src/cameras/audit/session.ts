import { randomBytes } from "node:crypto";
import type { Target } from "../interrogate/address-guard.ts";
import { soapHeaders } from "../interrogate/soap-call.ts";
import { refusalOf } from "../interrogate/refusal.ts";
import { faultIn } from "../interrogate/soap-envelope.ts";
import { webCall, type CallSettings, type HeardCall, type WebRequest } from "../interrogate/web-call.ts";
import type { Account } from "./account.ts";
import { accountState, type AccountState } from "./account-state.ts";
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
  /** Why it was not answered: an HTTP status, the name of a fault, how the connection failed, or why no login was sent. */
  why?: string;
  /** It was answered although no account was given. */
  asNobody?: boolean;
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
  /** The device says that the account is locked: whoever comes after us leaves it alone for a day. */
  leaveAlone: () => Promise<void>;
}

/** Renewals of a nonce that may end in another refusal. */
const VAIN_RENEWALS = 2;

/** A challenge that was taken up, and how often its nonce was used. */
interface TakenUp {
  challenge: DigestChallenge;
  uses: number;
}

/** Logins that a device may answer with "not there" before it is believed that no answer will come: that says nothing of the account. */
const UNPROVEN_LOGINS = 3;

/**
 * Calls to one device with one account. The account is offered once: a device that refuses it gets it never again today; Basic is never
 * answered. Accepted is what a login was answered with; a refusal by 403 or in a fault is none, and neither is a failure. After the device
 * has accepted it, a refused read is that read's own. What stands under another first segment of the path may ask for another realm, whose
 * accounts may be others: each gets digests of its own realm only.
 */
export class AuditSession {
  readonly #world: SessionWorld;
  readonly #target: Target;
  /** By the first segment of the path. */
  readonly #takenUp = new Map<string, TakenUp>();
  readonly #acceptedRealms = new Set<string>();
  /** A realm has refused the account: it is offered to no further one, whatever name that bears. */
  #isRealmRefused = false;
  #unproven = 0;
  /** How the first token fared; undefined while none has been judged. */
  #token: "accepted" | "refused" | undefined;
  /** Nonces that were renewed in vain: whoever refuses by 401 what an account may not read must not count a login each time. */
  #vainRenewals = 0;
  /** `offered`: the attempt of today is taken, and nothing has been said of the account yet; `spent`: never again today. */
  #state: "unused" | "offered" | "accepted" | "spent" = "unused";
  #isStopped = false;
  #isLocked = false;
  #isRefused = false;
  #isUsedToday = false;
  #isUnsafe = false;
  #isAnswering = false;
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

  /** What became of the account here. */
  get account(): AccountState {
    return accountState({
      isAccepted: this.isAccepted,
      isLocked: this.#isLocked,
      isRefused: this.#isRefused,
      isUsedToday: this.#isUsedToday,
      isUnsafe: this.#isUnsafe,
      isOffered: this.#state !== "unused",
      isStopped: this.#isStopped,
      isAnswering: this.#isAnswering,
    });
  }

  /** Whether a path asks for a login that can be answered. Nothing of the account is sent. */
  async asksForLogin(path: string): Promise<boolean> {
    const heard = await this.#send(
      { ...this.#target, path },
      { method: "GET", headers: {}, payload: undefined },
      false,
    );
    return heard.failure === undefined && heard.status === 401 && chooseChallenge(heard.challenge) !== undefined;
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
    if (this.#token === "accepted" && this.isAccepted) return this.#askWithToken(target, request);
    const asNobody = await this.#call(target, request(""));
    // Some firmware says it with HTTP 401 and offers no challenge that could be answered.
    const isRefused = asNobody.outcome === "refused" || asNobody.outcome === "no-credentials-sent";
    const isFault = isRefused && faultIn(textOf(asNobody.raw)) !== undefined;
    const isElsewhere = this.#takenUp.has(areaOf(target.path)) || this.#isRealmRefused || this.#token === "refused";
    if (!isFault || isElsewhere || !(await this.#mayOffer())) return asNobody;
    return this.#askWithToken(target, request);
  }

  async #askWithToken(target: Target, request: (header: string) => WebRequest): Promise<AuditAnswer> {
    if (!target.secure) this.sentInClear = true;
    const created = new Date(Date.now() + this.clockAheadMilliseconds);
    const wasAccepted = this.isAccepted;
    const answer = await this.#judge(
      await this.#send(target, request(usernameToken(this.#world.account, randomBytes(16), created)), true),
    );
    if (answer.outcome === "answered") this.#token = "accepted";
    else if (answer.outcome === "refused" && this.#token === undefined) {
      // ONVIF may have users of its own: whoever refuses a token that HTTP accepted gets no second one, today or in this audit.
      this.#token = "refused";
      if (wasAccepted) await this.#world.takeAttempt();
    }
    return answer;
  }

  async #call(target: Target, request: WebRequest): Promise<AuditAnswer> {
    const area = areaOf(target.path);
    let takenUp = this.#state === "spent" ? undefined : this.#takenUp.get(area);
    if (takenUp === undefined) {
      const heard = await this.#send(target, request, false);
      if (heard.status !== 401 || heard.failure !== undefined)
        return { ...(await this.#outcomeOf(heard)), asNobody: true };
      const challenge = chooseChallenge(heard.challenge);
      const refused = await this.#outcomeOf(heard);
      if (refused.outcome !== "refused") return refused;
      if (challenge === undefined) {
        this.#isUnsafe = true;
        return { ...refused, outcome: "no-credentials-sent", why: "no-safe-login" };
      }
      if (!this.#mayOfferTo(challenge.realm) || !(await this.#mayOffer()))
        return { ...refused, outcome: "no-credentials-sent", why: this.#isUsedToday ? "used-today" : "refused-before" };
      takenUp = this.#takeUp(area, challenge);
    }
    for (let stale = 0; ; stale++) {
      const heard = await this.#sendDigest(target, request, takenUp);
      const next = heard.status === 401 && heard.failure === undefined ? chooseChallenge(heard.challenge) : undefined;
      // RFC 7616 3.3: stale means that the account is right and only the nonce is old; whoever says so for ever is believed once.
      const { realm, nonce } = takenUp.challenge;
      // Small servers give a nonce for each request, and say nothing of stale: where the account was accepted, a new nonce is taken up.
      const isSpentNonce =
        next !== undefined &&
        next.nonce !== nonce &&
        this.#acceptedRealms.has(realm) &&
        this.#vainRenewals < VAIN_RENEWALS;
      if (next !== undefined && stale === 0 && (next.stale || isSpentNonce)) {
        takenUp = this.#takeUp(area, next);
        continue;
      }
      if (heard.status === 401 && stale > 0) this.#vainRenewals++;
      const answer = await this.#judge(heard);
      if (answer.outcome === "answered") this.#acceptedRealms.add(realm);
      else if (heard.status === 401 && !this.#acceptedRealms.has(realm)) await this.#giveUp(area);
      return answer;
    }
  }

  #takeUp(area: string, challenge: DigestChallenge): TakenUp {
    const takenUp = { challenge, uses: 0 };
    this.#takenUp.set(area, takenUp);
    return takenUp;
  }

  /** A digest that is refused is not sent there again, and the device may have counted it: the attempt of today is used, whoever else accepted it. */
  async #giveUp(area: string): Promise<void> {
    this.#takenUp.delete(area);
    this.#isRealmRefused = true;
    this.#isRefused = true;
    if (this.#state === "accepted") await this.#world.takeAttempt();
  }

  #sendDigest(target: Target, request: WebRequest, takenUp: TakenUp): Promise<HeardCall> {
    if (!target.secure) this.sentInClear = true;
    const use = {
      method: request.method,
      uri: target.path,
      count: ++takenUp.uses,
      clientNonce: randomBytes(16).toString("hex"),
    };
    const authorization = answerChallenge(takenUp.challenge, this.#world.account, use);
    return this.#send(target, { ...request, headers: { ...request.headers, authorization } }, true);
  }

  #mayOfferTo(realm: string): boolean {
    return !this.#isRealmRefused || this.#acceptedRealms.has(realm);
  }

  async #mayOffer(): Promise<boolean> {
    if (this.#state !== "unused") return this.#state !== "spent";
    const isOurs = await this.#world.takeAttempt();
    this.#isUsedToday = !isOurs;
    this.#state = isOurs ? "offered" : "spent";
    return isOurs;
  }

  /** What follows for the account from how a login was answered. */
  async #judge(heard: HeardCall): Promise<AuditAnswer> {
    const answer = await this.#outcomeOf(heard);
    if (answer.outcome === "locked") this.#state = "spent";
    if (this.#state !== "offered") return answer;
    if (answer.outcome === "answered") {
      this.#state = "accepted";
      await this.#world.giveAttemptBack();
    } else if (answer.outcome !== "not-there" || ++this.#unproven >= UNPROVEN_LOGINS) {
      this.#isRefused ||= answer.outcome === "refused";
      // A device that failed, or ended the connection instead of an answer, may have counted the attempt: it stays taken.
      this.#state = "spent";
    }
    return answer;
  }

  async #outcomeOf({ failure, status, raw, contentType }: HeardCall): Promise<AuditAnswer> {
    const text = textOf(raw);
    const fault = faultIn(text);
    const why = failure ?? (fault === undefined ? undefined : FAULT_NAME.exec(fault)?.[1]) ?? `http-${status}`;
    const answer = (outcome: AuditOutcome): AuditAnswer => ({
      outcome,
      raw,
      contentType,
      ...(outcome === "answered" ? {} : { why }),
    });
    if (this.#isStopped) return { outcome: "stopped", raw, contentType };
    if (failure !== undefined) return answer("failed");
    this.#isAnswering = true;
    const refusal = refusalOf(status, fault, () => text);
    if (refusal === "locked") {
      this.#isStopped = true;
      this.#isLocked = true;
      await this.#world.leaveAlone();
    }
    if (refusal === "refused" && status !== 401 && SAYS_NOT_THERE.test(text)) return answer("not-there");
    if (refusal !== undefined) return answer(refusal);
    if (status === 404 || SAYS_NOT_THERE.test(text) || (fault !== undefined && NOT_THERE.test(fault)))
      return answer("not-there");
    return answer(status >= 200 && status < 300 && fault === undefined ? "answered" : "failed");
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

/** A fault that says that there is no such call (ONVIF Core 5.8.2): like a page that is not there, it says nothing of the account. */
const NOT_THERE = /ActionNotSupported|UnknownAction/;

/**
 * ISAPI's word for a function that this firmware lacks (developer guide, XML_ResponseStatus), with HTTP 403 or 400: the account was not the
 * reason. `lowPrivilege` is none of these.
 */
const SAYS_NOT_THERE =
  /<subStatusCode>\s*(?:notSupport|methodNotAllowed|invalidOperation|theCurrentFunctionIsNotSupported)\s*</i;

/** The beginning of an answer, where a refusal says why. */
const textOf = (raw: Buffer): string => raw.toString("utf8", 0, 16_384);

/** The subcode of an ONVIF fault (Core 5.11.2.2), or the code of SOAP's own. */
const FAULT_NAME = /<(?:[\w.-]+:)?Subcode[^>]*>\s*<(?:[\w.-]+:)?Value[^>]*>\s*(?:[\w.-]+:)?([A-Za-z]{1,48})\s*</;

/** First segment of a path: `onvif`, `ISAPI`, `cgi-bin`. */
const areaOf = (path: string): string => /^\/*([^/?]*)/.exec(path)?.[1] ?? "";

const STOPPED: HeardCall = {
  failure: "timed-out",
  raw: Buffer.alloc(0),
  status: 0,
  contentType: "",
  challenge: "",
  server: "",
  certificateUnproven: false,
  milliseconds: 0,
  octets: 0,
};
