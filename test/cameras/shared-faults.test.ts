import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { spellLoss } from "../../agent/src/main/camera-losses.ts";
import { ROOT } from "../road/sandbox.ts";
import { startHostileResponder, startHostileServer } from "../../demo/src/fake-camera/hostile-camera.ts";

/** Devices that were read wrongly once, octet for octet, and what must be said of each: see the README beside them. */
const FAULTS = `${ROOT}../shared/faults/cameras`;
const isHere = existsSync(`${FAULTS}/cameras.tsv`);

interface Fault {
  name: string;
  behaviour: string;
  /** All of these, or `says` among what was not used. */
  facts: string[];
  says: string | undefined;
}

function table(): Fault[] {
  if (!isHere) return [];
  const [header = "", ...lines] = readFileSync(`${FAULTS}/cameras.tsv`, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    const [facts = "", says] = cell("expect").split(" | says=");
    return { name: cell("case"), behaviour: cell("behaviour"), facts: facts.split("; "), says };
  });
}

/** A file of the case with its placeholders filled; of `.http` files the plain one where it has none of its own. */
function content(name: string, ending: string, words: Readonly<Record<string, string>>): Buffer {
  const [file] = [`${FAULTS}/${name}${ending}`, `${FAULTS}/plain${ending}`].filter((each) => existsSync(each));
  if (file === undefined)
    return Buffer.from("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  // One octet is one character: what is ill-formed stays so.
  let text = readFileSync(file, "latin1");
  for (const [word, value] of Object.entries(words)) text = text.replaceAll(`{${word}}`, value);
  const body = text.slice(text.indexOf("\r\n\r\n") + 4);
  return Buffer.from(text.replace("{LENGTH}", String(body.length)), "latin1");
}

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Plays a device. @returns where it is asked */
async function play({ name, behaviour }: Fault): Promise<string> {
  let answeredAt = 0;
  let port = 0;
  const answer = (socket: Socket, request: string): void => {
    if (behaviour === "one-then-reset" && Date.now() - answeredAt < 1_000) return void socket.resetAndDestroy();
    answeredAt = Date.now();
    const call = /<(?:\w+:)?Body[^>]*><(?:\w+:)?(\w+)/.exec(request)?.[1] ?? "";
    const lacksAction = behaviour === "needs-action" && !/content-type:[^\r]*action=/i.test(request);
    socket.end(content(name, lacksAction ? ".none" : `.${call}.http`, { PORT: String(port) }));
  };
  const web = await startHostileServer(answer);
  port = web.port;
  const responder = await startHostileResponder((socket, id, from) =>
    socket.send(content(name, ".xml", { "RELATES-TO": id, PORT: String(port) }), from.port, from.address),
  );
  stops.push(
    () => web.stop(),
    () => responder.stop(),
  );
  return `127.0.0.1:${responder.target.port}`;
}

describe.skipIf(!isHere)("devices that were read wrongly once", () => {
  test.each(table().map((fault) => [fault.name, fault] as const))("%s is read as the table says", async (_, fault) => {
    const unicast = [await play(fault)];
    const config = { enabled: true, interfaces: [], unicast, allowLoopback: true, visitEveryMinutes: 60 };
    const { visits, dropped } = await visitOnce(config);
    const said = visits.flatMap(({ finding: { hardware, name, asked, oddities } }) => [
      `hardware=${hardware ?? ""}`,
      `name=${name ?? ""}`,
      ...asked.map(({ call, outcome }) => `asked=${call}:${outcome}`),
      ...oddities.map(({ text }) => text),
    ]);
    // What the command says on standard error.
    const told = [...said, ...Object.entries(dropped).map(([reason, count]) => spellLoss(reason, count))];
    const isSaid = fault.says !== undefined && told.some((line) => new RegExp(fault.says ?? "").test(line));
    if (!isSaid) expect(said).toEqual(expect.arrayContaining(fault.facts));
  });
});
