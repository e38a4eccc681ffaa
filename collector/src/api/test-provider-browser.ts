import type { TestIssuer, Lies } from "../people/provider/test-issuer.ts";
import { OWN_PAGE, type AppFixture } from "./app-fixture.ts";

/** What a request came to. */
export interface Told {
  status: number;
  code: string | undefined;
  body: Record<string, unknown>;
}

/** For tests: a browser with its cookies, that goes to the provider and comes back. */
export class ProviderBrowser {
  cookies: Record<string, string> = {};
  readonly #fixture: Pick<AppFixture, "app">;
  readonly #issuer: Pick<TestIssuer, "signIn">;
  readonly #address: string;

  constructor(fixture: Pick<AppFixture, "app">, issuer: Pick<TestIssuer, "signIn">, address = "192.0.2.1") {
    this.#fixture = fixture;
    this.#issuer = issuer;
    this.#address = address;
  }

  async ask(method: "GET" | "POST" | "DELETE", url: string, payload?: object): Promise<Told> {
    const answer = await this.#fixture.app.inject({
      method,
      url,
      headers: OWN_PAGE,
      cookies: this.cookies,
      remoteAddress: this.#address,
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies) this.cookies[name] = value;
    const body = answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, code: body["code"] as string | undefined, body };
  }

  /** Begins: the address to which the browser is sent. */
  async begin(what: object = {}): Promise<string> {
    const { body } = await this.ask("POST", "/api/provider/begin", what);
    return String(body["url"]);
  }

  finish(answer: string): Promise<Told> {
    return this.ask("POST", "/api/provider/finish", { answer });
  }

  /** The whole of it. */
  async signIn(subject: string, lies: Lies = {}, what: object = {}): Promise<Told> {
    return this.finish(this.#issuer.signIn(await this.begin(what), subject, lies));
  }

  async name(): Promise<unknown> {
    return (await this.ask("GET", "/api/session")).body["name"];
  }
}
