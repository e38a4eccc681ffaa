import { ConfigError, keyOf, readCode } from "@probewarden/cli";
import { isSensorId } from "@probewarden/contract";
import type { askToJoin } from "../main/ask-to-join.ts";
import { boxName } from "../main/box.ts";
import { JoinError } from "../main/join-error.ts";
import type { BoxState } from "../sensor/look-at-box.ts";
import type { BoxHelper } from "./box-helper.ts";
import { FormToken, type PageAnswer } from "./page-server.ts";
import { otherName } from "../main/other-name.ts";
import { connectingPage, joinPage, statePage, welcomePage, type Said, type Typed } from "./render.ts";
import { readWifi } from "./wifi.ts";

/** Attempts that reach the network, of everybody together: who mistypes six words needs three. */
const MOST_ATTEMPTS = 10;
const ATTEMPTS_MS = 10 * 60_000;
/** A look takes seconds of the box, so everybody sees the same one for a while. */
const KEPT_MS = 10_000;
/** Milliseconds after the start, or after it joined, in which a box that has joined still shows its state. */
export const SHOWN_MS = 15 * 60_000;
const NOTHING: Typed = { code: "", collector: "", name: "" };
/** A clock that is off by more, in milliseconds, is told. */
const CLOCK_MS = 5 * 60_000;

export interface OwnPageParts {
  /** Hash that names this box. */
  box: string;
  helper: BoxHelper;
  askToJoin: typeof askToJoin;
  now: () => number;
  /** Whether the box has joined. */
  hasJoined: () => boolean;
}

/** What the sensor's own page shows and does; who may reach it is the server's affair. */
export class OwnPage {
  readonly #parts: OwnPageParts;
  readonly #names: { box: string };
  readonly #token = new FormToken();
  #attempts: number[] = [];
  #isJoining = false;
  #seen: { state: BoxState; at: number } | undefined;
  #looking: Promise<BoxState> | undefined;
  /** When it began to show a box that has joined. */
  #joinedAt: number | undefined;

  constructor(parts: OwnPageParts) {
    this.#parts = parts;
    this.#names = { box: boxName(parts.box) };
  }

  /** Whether there is nothing left to show: the box has joined, and whoever stood before it has had time to look. */
  isOver(): boolean {
    const { hasJoined, now } = this.#parts;
    if (!hasJoined()) return false;
    this.#joinedAt ??= now();
    return now() - this.#joinedAt >= SHOWN_MS;
  }

  readonly show = async (): Promise<PageAnswer> => ({ status: 200, html: await this.#page() });

  /** What the page's forms do, by their path. */
  readonly forms = {
    "/join": (form: URLSearchParams): Promise<PageAnswer> => this.join(form),
    "/wifi": (form: URLSearchParams): Promise<PageAnswer> => this.#giveWifi(form),
  };

  readonly join = async (form: URLSearchParams): Promise<PageAnswer> => {
    const field = (name: string): string => (form.get(name) ?? "").trim();
    const typed = { code: field("code"), collector: field("collector"), name: field("name") };
    if (this.#parts.hasJoined() && (await this.#look()).mayJoinAgain !== true)
      return this.#refuse(409, typed, { trouble: "joined-already" });
    if (!this.#token.isOurs(field("token"))) return this.#refuse(403, typed, { trouble: "stale" });
    if (this.#isJoining) return this.#refuse(409, typed, { trouble: "busy" });
    this.#isJoining = true;
    try {
      return await this.#join(typed);
    } finally {
      this.#isJoining = false;
    }
  };

  async #giveWifi(form: URLSearchParams): Promise<PageAnswer> {
    if (this.#parts.hasJoined()) return this.#refuse(409, NOTHING, { trouble: "joined-already" });
    if (!this.#token.isOurs(form.get("token") ?? "")) return this.#refuse(403, NOTHING, { trouble: "stale" });
    if (!this.#mayTry()) return this.#refuse(429, NOTHING, { trouble: "too-many-attempts" });
    const wifi = readWifi(form.get("ssid") ?? "", form.get("password") ?? "");
    const trouble = wifi === undefined ? "wifi" : await this.#parts.helper.giveWifi(wifi);
    if (trouble !== undefined) return this.#refuse(400, NOTHING, { trouble });
    return { status: 200, html: connectingPage(this.#names) };
  }

  async #join(typed: Typed): Promise<PageAnswer> {
    const { helper, askToJoin: ask, box, now } = this.#parts;
    const { name } = typed;
    if (name !== "" && !isSensorId(name)) return this.#refuse(400, typed, { trouble: "name" });
    let code: ReturnType<typeof readCode>;
    try {
      code = readCode(typed.code);
    } catch (error) {
      return this.#refuse(400, typed, { trouble: "words", detail: (error as Error).message });
    }
    const collector = code.collector ?? (typed.collector === "" ? undefined : typed.collector);
    if (!this.#mayTry()) return this.#refuse(429, typed, { trouble: "too-many-attempts" });
    try {
      const key = await keyOf(code.words);
      const answer = await ask({ key, collector, box, ...(name === "" ? {} : { name }) });
      const installed = await helper.install(answer.agentYaml);
      if ("trouble" in installed) return await this.#refuse(500, typed, installed);
      this.#seen = undefined;
      // Whoever has just joined it has as long to look as anybody.
      this.#joinedAt = now();
      const isClockOff = Math.abs(Date.parse(answer.at) - now()) > CLOCK_MS;
      const { sensorId } = installed;
      const other = answer.otherBox === undefined ? undefined : otherName(answer.otherBox, sensorId);
      return { status: 200, html: welcomePage(this.#names, { sensorId, other, isClockOff }) };
    } catch (error) {
      if (error instanceof JoinError) return this.#refuse(502, typed, { trouble: error.trouble });
      if (error instanceof ConfigError) return this.#refuse(400, typed, { trouble: "address" });
      throw error;
    }
  }

  #mayTry(): boolean {
    const { now } = this.#parts;
    this.#attempts = this.#attempts.filter((at) => at > now() - ATTEMPTS_MS);
    if (this.#attempts.length >= MOST_ATTEMPTS) return false;
    this.#attempts.push(now());
    return true;
  }

  async #refuse(status: number, typed: Typed, said: Said): Promise<PageAnswer> {
    return { status, html: await this.#page(typed, said) };
  }

  async #page(typed?: Typed, trouble?: Said): Promise<string> {
    const state = await this.#look();
    const say = trouble === undefined ? {} : { trouble };
    if (this.#parts.hasJoined() && state.mayJoinAgain !== true) return statePage(this.#names, state, trouble);
    return joinPage(this.#names, state, { token: this.#token.text, ...(typed === undefined ? {} : { typed }), ...say });
  }

  async #look(): Promise<BoxState> {
    const { helper, now } = this.#parts;
    if (this.#seen !== undefined && now() - this.#seen.at < KEPT_MS) return this.#seen.state;
    this.#looking ??= helper.look().finally(() => {
      this.#looking = undefined;
    });
    const state = await this.#looking;
    this.#seen = { state, at: now() };
    return state;
  }
}
