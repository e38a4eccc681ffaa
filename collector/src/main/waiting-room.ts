import { existsSync } from "node:fs";
import helmet from "@fastify/helmet";
import { CONTRACT_VERSION, type CollectorProblem, type Readiness } from "@probewarden/contract";
import Fastify, { LogController, type FastifyBaseLogger } from "fastify";
import type { Logger } from "pino";
import type { App } from "../api/app-parts.ts";
import { contentPolicy } from "../api/content-policy.ts";
import { serveDashboard } from "../api/dashboard.ts";
import { guard } from "../api/guard.ts";
import { serverFactory } from "../api/http-server.ts";
import { answerError } from "../api/problem.ts";
import { Refusal } from "../api/refusal.ts";
import { DASHBOARD } from "../app.ts";
import type { CollectorConfig } from "./config.ts";
import { tlsOf } from "./broker-of.ts";
import { VERSION } from "./version.ts";

/**
 * What answers on the collector's address while its stores cannot be opened: how it is and what to do, and nothing else, for who may read
 * the rest stands in the store that is not there.
 */
export class WaitingRoom {
  readonly #app: App;
  readonly #config: CollectorConfig;
  /** What keeps the collector from starting. */
  fault: CollectorProblem;

  constructor(config: CollectorConfig, log: Logger, fault: CollectorProblem) {
    this.#config = config;
    this.fault = fault;
    const quiet: FastifyBaseLogger = log.child({}, { level: "warn" });
    this.#app = Fastify({
      loggerInstance: quiet,
      logController: new LogController({ disableRequestLogging: true }),
      serverFactory: serverFactory(tlsOf(config.http, "/http")),
      forceCloseConnections: true,
    });
  }

  async open(): Promise<void> {
    const { http } = this.#config;
    const app = this.#app;
    app.setErrorHandler(answerError);
    guard(app, http.hostNames);
    await app.register(helmet, contentPolicy(http.certFile !== undefined));
    app.get("/livez", (_request, reply) => reply.type("text/plain; charset=utf-8").send("live\n"));
    app.get("/readyz", (_request, reply) =>
      reply.status(503).type("text/plain; charset=utf-8").send("refusing data\n"),
    );
    app.get("/api/health", (_request, reply) =>
      reply.status(503).header("cache-control", "no-store").send(this.#readiness()),
    );
    app.get("/api/*", () => {
      throw new Refusal(503, "store-away", this.fault.text);
    });
    await serveDashboard(app, existsSync(DASHBOARD) ? DASHBOARD : undefined);
    await app.listen({ host: http.host, port: http.port });
  }

  async close(): Promise<void> {
    await this.#app.close();
  }

  #readiness(): Readiness {
    return {
      state: "refusing-data",
      version: VERSION,
      contractVersion: CONTRACT_VERSION,
      demo: this.#config.demo,
      faults: [this.fault],
    };
  }
}
