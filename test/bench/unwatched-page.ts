import type { Browser, CDPSession } from "playwright-core";

/** How often it is asked whether something is so. Each question costs the page some of its time. */
const ASK_EVERY_MS = 200;

interface Answer {
  id: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/**
 * A page as people have it: with no debugger that listens. A page of Playwright's has `Runtime.enable`, whereupon V8 notes where in the text
 * each `new Error()` and each `fetch()` stands with all its callers, and reads their functions a second time for it; React alone makes three
 * errors when it is loaded. That was 70 of 510 ms of the page's own time (plan of a venue, 500 suspects).
 */
export class UnwatchedPage {
  readonly #session: CDPSession;
  readonly #targetId: string;
  readonly #browserContextId: string;
  readonly #sessionId: string;
  readonly #waits = new Map<number, (answer: Answer) => void>();
  #last = 0;

  private constructor(session: CDPSession, targetId: string, browserContextId: string, sessionId: string) {
    this.#session = session;
    this.#targetId = targetId;
    this.#browserContextId = browserContextId;
    this.#sessionId = sessionId;
    session.on("Target.receivedMessageFromTarget", ({ sessionId: from, message }) => {
      if (from !== this.#sessionId) return;
      const answer = JSON.parse(message) as Answer;
      this.#waits.get(answer.id)?.(answer);
      this.#waits.delete(answer.id);
    });
  }

  /** Opens an empty page in a context of its own, with nothing kept from before. Playwright lets go of what it has not opened itself. */
  static async open(browser: Browser, size: { width: number; height: number }): Promise<UnwatchedPage> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send("Target.createBrowserContext");
    const { targetId } = await session.send("Target.createTarget", { url: "about:blank", browserContextId, ...size });
    // Not flat, for a flat session's messages go to the connection, which is Playwright's.
    const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
    const page = new UnwatchedPage(session, targetId, browserContextId, sessionId);
    await page.send("Page.enable");
    await page.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });
    return page;
  }

  /** Sends a command of the DevTools protocol to the page. @throws {Error} when it is refused */
  async send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const answered = new Promise<Answer>((resolve) => this.#waits.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#session.send("Target.sendMessageToTarget", { sessionId: this.#sessionId, message });
    const { result = {}, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Runs a function before each document's own scripts. */
  async addInitScript(script: () => void): Promise<void> {
    await this.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${String(script)})()` });
  }

  /** What an expression comes to, as JSON can hold it. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result } = (await this.send("Runtime.evaluate", { expression, returnByValue: true })) as {
      result: { value: T };
    };
    return result.value;
  }

  /** Waits until an expression is true. */
  async until(expression: string): Promise<void> {
    while (!(await this.evaluate<boolean>(expression))) await new Promise((ok) => setTimeout(ok, ASK_EVERY_MS));
  }

  async close(): Promise<void> {
    await this.#session.send("Target.closeTarget", { targetId: this.#targetId });
    await this.#session.send("Target.disposeBrowserContext", { browserContextId: this.#browserContextId });
    await this.#session.detach();
  }
}
