import type { Session } from "@probewarden/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { doorLog } from "../health/door-log.ts";
import { CodeNeededError } from "../people/accounts.ts";
import { KNOWN_MS, KnownOrigins } from "../people/known-origins.ts";
import { roughNetworkOf } from "../people/network-of.ts";
import type { Identity, Whence } from "../people/sessions.ts";
import type { Outcome } from "../people/sign-in-guard.ts";
import { needsSecondStep } from "./access.ts";
import type { AppParts } from "./app-parts.ts";
import { giveCookie, readCookie } from "./cookies.ts";
import { Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

/** Whichever way somebody comes in: what the browser is told of its session, and how one begins. */
export class Entry {
  readonly origins: KnownOrigins;
  readonly #parts: AppParts;
  readonly #seats: StreamSeats;
  readonly #refused: ReturnType<typeof doorLog>;

  constructor(parts: AppParts, seats: StreamSeats) {
    this.#parts = parts;
    this.#seats = seats;
    this.origins = new KnownOrigins(parts.state, parts.now);
    this.#refused = doorLog(parts.log, parts.now);
  }

  /** What the page is told of who asks. */
  async session(who: Identity | undefined): Promise<Session> {
    const { accounts, config, provider } = this.#parts;
    return {
      signedIn: who !== undefined,
      demo: config.demo,
      ...(who === undefined ? {} : { name: who.name, roles: [...who.roles], scope: who.scope }),
      needsFirstAccount: !config.demo && (await accounts.needsFirstAccount()),
      ...(who !== undefined && needsSecondStep(config, who) ? { needsSecondStep: true as const } : {}),
      ...(provider === undefined ? {} : { provider: { label: provider.by.settings.label } }),
    };
  }

  /** Whoever signs in gets a session of their own; the one that the browser came with has ended, and so have its streams. */
  async begin(request: FastifyRequest, reply: FastifyReply, name: string, token: string): Promise<void> {
    const before = readCookie(request, "pw_session");
    if (before !== undefined) await this.#parts.accounts.sessions.end(before);
    giveCookie({ request, reply }, "pw_session", token);
    const device = await this.origins.remember(name, request.ip, readCookie(request, "pw_device"));
    giveCookie({ request, reply }, "pw_device", device, KNOWN_MS / 1_000);
    await this.#seats.look();
  }

  /** What an attempt gave. One that gave nothing is answered by a refusal, and the log says who was refused: an account that there is, and from where. */
  async entered<T>(
    request: FastifyRequest,
    outcome: Outcome<T | typeof CODE_NEEDED>,
    name?: string,
    refusal = refusalOf,
  ): Promise<T> {
    const value = "value" in outcome ? outcome.value : undefined;
    if (value === CODE_NEEDED) throw codeNeeded();
    if (value !== undefined) return value;
    const account = name !== undefined && (await this.#parts.accounts.has(name)) ? { account: name } : {};
    this.#refused({
      code: "waitMs" in outcome ? "too-many-attempts" : "wrong-sign-in",
      address: request.ip,
      ...account,
    });
    throw refusal(outcome);
  }
}

/** The password, or the link, is right, or the provider vouched, which is no guess and costs nothing; the code is still to come. */
export const CODE_NEEDED = Symbol("code needed");

export const codeNeeded = (): Refusal =>
  new Refusal(401, "code-needed", "give the code of your authenticator app as well, or a recovery code");

export async function unlessCodeNeeded<T>(
  enter: () => Promise<T | undefined>,
): Promise<T | typeof CODE_NEEDED | undefined> {
  try {
    return await enter();
  } catch (error) {
    if (error instanceof CodeNeededError) return CODE_NEEDED;
    throw error;
  }
}

/** From where somebody signs in. What a browser calls itself may be anything. */
export const whenceOf = ({ headers, ip }: FastifyRequest): Whence => ({
  client: (headers["user-agent"] ?? "").replaceAll("\0", ""),
  network: roughNetworkOf(ip),
});

/** The answer to an attempt that gave nothing. */
export function refusalOf(outcome: Outcome<unknown>): Refusal {
  if (!("waitMs" in outcome))
    return new Refusal(
      401,
      "wrong-sign-in",
      "name and password do not belong together, or the link is used or expired",
    );
  return tooManyAttempts(outcome.waitMs);
}

export function tooManyAttempts(waitMs: number): Refusal {
  const seconds = Math.ceil(waitMs / 1000);
  return new Refusal(429, "too-many-attempts", `too many attempts; wait ${seconds} s`, seconds);
}
