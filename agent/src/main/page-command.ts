import { existsSync } from "node:fs";
import { once } from "node:events";
import { hostname } from "node:os";
import { join } from "node:path";
import { answerPage, askingHelper, type HandOver } from "../page/hand-over.ts";
import { OwnPage } from "../page/own-page.ts";
import { makePageServer } from "../page/page-server.ts";
import { ConfigError } from "@probewarden/cli";
import { askToJoin } from "./ask-to-join.ts";
import { boxOf } from "./box.ts";
import { DEFAULT_CONFIG_FILE } from "./default-config-file.ts";

/** Milliseconds between two looks whether the page has nothing left to show. */
const LOOK_MS = 5_000;

export interface PageOptions {
  port: string;
  host?: string;
  /** Folders between the page and root; without them this process does all by itself. */
  asks?: string;
  answers?: string;
}

/** Serves the sensor's own page until the box has joined and a quarter of an hour has passed. */
export async function servePage({ port, host, asks, answers }: PageOptions): Promise<void> {
  const number = Number(port);
  if (!(Number.isInteger(number) && number >= 0 && number <= 65_535))
    throw new ConfigError(`--port ${port}: a port is a number from 1 to 65535 (example: 8088)`);
  const file = DEFAULT_CONFIG_FILE;
  // What looks and installs brings a database along, which a page that only asks for it does without.
  const helper =
    asks === undefined || answers === undefined
      ? (await import("../page/box-helper.ts")).ownHelper(file)
      : askingHelper({ asks, answers });
  const page = new OwnPage({ box: boxOf(), helper, askToJoin, now: Date.now, hasJoined: () => existsSync(file) });
  const server = makePageServer({ hostName: hostname(), show: page.show, forms: page.forms });
  server.listen({ port: number, ...(host === undefined ? {} : { host }) });
  await once(server, "listening");
  process.stdout.write(`the sensor's own page: port ${(server.address() as { port: number }).port}\n`);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => (page.isOver() ? done() : undefined), LOOK_MS);
    const done = (): void => {
      clearInterval(timer);
      server.closeAllConnections();
      server.close(() => resolve());
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, done);
  });
}

/** Does what the page has asked for; for root. */
export async function answerOwnPage(folders: HandOver): Promise<void> {
  const file = DEFAULT_CONFIG_FILE;
  const [{ ownHelper }, { LetGo }] = await Promise.all([import("../page/box-helper.ts"), import("../page/let-go.ts")]);
  const letGo = new LetGo({ file, record: join(folders.answers, "refused.json") });
  await answerPage(folders, ownHelper(file, { letGo }));
}
