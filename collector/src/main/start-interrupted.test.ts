import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@probewarden/cli/free-port";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { openState } from "../store/state/open-state.ts";
import { startPostgres, whyNoPostgres, type TestPostgres } from "../store/state/test-postgres.ts";
import { describeWith } from "../test-needs.ts";
import { readConfig } from "./load-config.ts";
import { PatientCollector } from "./patient-collector.ts";

const LONG = { timeout: 120_000, interval: 100 };
/** How long the server is away, in milliseconds. */
const AWAY_MS = 300;

/** Stands between a collector and its PostgreSQL, and cuts all connections once so many messages have come. */
class CuttingProxy {
  cutAfter = Number.POSITIVE_INFINITY;
  hasCut = false;
  #seen = 0;
  readonly #socketFile: string;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(socketFile: string) {
    this.#socketFile = socketFile;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    this.#server = createServer((client) => this.#join(client)).listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server?.close();
    for (const socket of this.#open) socket.destroy();
  }

  #join(client: Socket): void {
    const server = connect(this.#socketFile);
    for (const socket of [client, server]) {
      this.#open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    server.pipe(client);
    client.on("data", (octets) => {
      this.#seen += 1;
      if (this.#seen === this.cutAfter) this.#cut();
      else server.write(octets);
    });
  }

  #cut(): void {
    this.hasCut = true;
    this.stop();
    setTimeout(() => void this.start(), AWAY_MS);
  }
}

describeWith(whyNoPostgres(), "a start during which PostgreSQL goes away", () => {
  let postgres: TestPostgres;
  let proxy: CuttingProxy;
  let folder: string;
  let collector: PatientCollector | undefined;

  beforeAll(async () => {
    postgres = await startPostgres();
    // Its tables are there: what is tried is the start itself.
    await (await openState(postgres.url, tmpdir())).close();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "start-"));
    const dir = new URL(postgres.url.replace("@/", "@localhost/")).searchParams.get("host") ?? "";
    proxy = new CuttingProxy(join(dir, ".s.PGSQL.5432"));
    await proxy.start();
  });
  afterEach(async () => {
    await collector?.stop();
    proxy.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([10, 30, 40, 50, 60])(
    "after %i messages is waited out, and the collector goes to work when it is back",
    { timeout: 300_000 },
    async (messages) => {
      const [http, mqtt] = [await freePort(), await freePort()];
      const settings = {
        dataDir: folder,
        http: { port: http },
        mqtt: { embedded: true, host: "127.0.0.1", port: mqtt },
        state: { url: `postgres://postgres@127.0.0.1:${proxy.port}/postgres` },
        logLevel: "fatal",
        minimumFreeBytes: 0,
      };
      const config = readConfig(stringify(settings), "collector.yaml", {});
      let works = 0;
      collector = new PatientCollector(config, { environment: {}, now: Date.now }, () => (works += 1));
      proxy.cutAfter = messages;
      await collector.start();
      await vi.waitFor(() => expect(proxy.hasCut).toBe(true), LONG);
      const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${http}/readyz`)).status;
      await vi.waitFor(async () => expect([works, await ready()]).toEqual([1, 200]), LONG);
    },
  );
});
