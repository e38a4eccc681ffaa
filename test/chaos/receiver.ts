import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Somebody who is told of alerts, and remembers under which key each came. */
export class Receiver {
  /** Alerts by their ids, each with the keys of the notices that told it. */
  readonly told = new Map<string, Set<string>>();
  /** Notices that came again under the same key: whoever reads the key knows. */
  repeated = 0;
  readonly #keys = new Set<string>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const key = String(request.headers["idempotency-key"]);
        if (this.#keys.has(key)) this.repeated += 1;
        this.#keys.add(key);
        const { alerts = [] } = JSON.parse(body) as { alerts?: { alertId: string }[] };
        for (const { alertId } of alerts) this.told.set(alertId, (this.told.get(alertId) ?? new Set()).add(key));
        response.end();
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/alerts`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
