import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Asker } from "@probewarden/cli";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "@probewarden/cli/free-port";
import { readConfig } from "../load-config.ts";
import { makeProgram } from "../program.ts";
import { PatientCollector } from "../patient-collector.ts";
import { commandsIn } from "../test-command.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-remove-"));
const PASSWORD = "correct horse battery";
/** Machines are slow at times, and a command of its own process has to start. */
const SLOW = { timeout: 240_000 };
let environment: Record<string, string>;
let http: number;
let mqtt: number;

/** Somebody at a terminal who has these answers, in this order, to questions that contain these words. */
function asker(...answers: [string, string | boolean][]): Asker {
  const answer = (question: string, check?: (answer: string) => string | undefined): Promise<string | boolean> => {
    const [words, said] = answers.shift() ?? ["no question", false];
    expect(question).toContain(words);
    if (typeof said === "string") expect(check?.(said)).toBeUndefined();
    return Promise.resolve(said);
  };
  return {
    text: answer as Asker["text"],
    secret: answer as Asker["secret"],
    choice: (question) => answer(question) as Promise<string>,
    yes: (question) => answer(question) as Promise<boolean>,
  };
}

/** One command line in this process; what it printed. Rejects as the command fails. */
async function run(line: string, ask?: Asker): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const context = { print, tell: print, environment, now: Date.now, ...(ask === undefined ? {} : { ask }) };
  await makeProgram(context).parseAsync(line.split(" "), { from: "user" });
  return lines.join("\n");
}
const addUser = (name: string): Promise<string> =>
  run(`user add ${name}`, asker([`Password for ${name}`, PASSWORD], ["Once more", PASSWORD]));

beforeAll(async () => {
  mkdirSync(join(folder, "data"));
  [http, mqtt] = [await freePort(), await freePort()];
  environment = { PW_DATA_DIR: join(folder, "data"), PW_HTTP_PORT: String(http), PW_MQTT_PORT: String(mqtt) };
  await run("venue add mall");
  await run("venue floor mall ground --width 60 --height 40");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("in a script a password comes from standard input, and nobody is asked", SLOW, async () => {
  const { command } = commandsIn(folder);
  const short = await command(["user", "add", "ana"], { environment, stdin: "short" });
  expect(short).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^standard input: the password must have at least 12 characters.*\(example: .*\)\n$/,
    ) as string,
  });
  expect(await command(["user", "add", "ana"], { environment, stdin: `${PASSWORD}\n` })).toMatchObject({ code: 0 });
  await expect(run("user add")).rejects.toThrow(/^NAME is missing: say whose account \(example: .*\)$/);
});

test("an account is listed, reset and removed; who is not there is said", SLOW, async () => {
  await addUser("ben");
  await expect(run("user add cid --role chief")).rejects.toThrow(
    /^--role chief: there is no such role \(there are tech/,
  );
  const answers = asker(["Password for cid", PASSWORD], ["Once more", PASSWORD]);
  expect(
    await run("user add cid --role auditor --role administrator --venue mall --district Harbour", answers),
  ).toMatch(/^account cid is kept.*\nwho administers or audits is to do nothing else/);
  expect(await run("user list")).toContain("cid\tauditor,administrator\tdistrict Harbour, mall");
  await run("user remove cid");
  await expect(run("user reset zoe")).rejects.toThrow(/^zoe: nobody has this name \(`user list` shows them\)$/);
  await expect(run("user add ana\u202e")).rejects.toThrow(/a name of an account is one line/);
  expect(await run("user list")).toMatch(
    /^0\t\d{4}-\d\d-\d\dT[\d:.]+Z\tana\ttechnician,\S+\teverywhere\n0\t\S+\tben\t\S+\teverywhere$/,
  );
  await run(
    "user reset",
    asker(["Whose account", "ben"], ["Password for ben", `${PASSWORD} two`], ["Once more", `${PASSWORD} two`]),
  );
  expect(await run("user remove ben")).toBe("account ben is removed, and its sessions have ended");
  expect(await run("user list")).not.toContain("ben");
  await expect(run("user remove ben")).rejects.toThrow(/^ben: nobody has this name/);
  expect(await run("user remove ana")).toMatch(/it was the last account: nobody can sign in until/);
});

test("a venue and a floor go with what hangs on them only when that is said, or agreed to", SLOW, async () => {
  await run("venue add station");
  await run("venue floor station hall", asker(["How wide", "20"], ["How high", "12.5"]));
  await run("sensor add gate-1 --venue station --floor hall --x 1 --y 2");
  expect(await run("sensor add gate-2", asker(["In which venue", "station"]))).toContain("venueId: station");
  expect(await run("floor list station")).toBe("hall\t20\t12.5\t-\t1\thall");
  const hangs = /^hall: nothing was removed, for gate-1 hang there \(.*--with-places\)$/;
  await expect(run("floor remove station hall")).rejects.toThrow(hangs);
  await expect(run("floor remove station hall", asker(["gate-1 hang there", false]))).rejects.toThrow(hangs);
  expect(await run("floor remove station hall --with-places")).toContain("without a place now: gate-1");
  expect(await run("sensor list")).toContain("gate-1\tstation\t-\t-\t-\t");
  const has =
    /^station: nothing was removed, for it has 2 sensors that may speak \(gate-1, gate-2\) \(.*venue remove station --with-sensors;.*\)$/;
  await expect(run("venue remove station")).rejects.toThrow(has);
  await expect(run("venue remove station --with-record")).rejects.toThrow(has);
  await expect(run("venue remove station", asker(["2 sensors", false]))).rejects.toThrow(has);
  expect(await run("venue list")).toContain("station");
  expect(await run("venue remove station", asker(["2 sensors", true]))).toMatch(
    /^venue station is removed, with 2 sensors that may speak \(gate-1, gate-2\); a running collector erases/,
  );
  expect(await run("venue list")).not.toContain("station");
  await expect(run("venue remove station")).rejects.toThrow(
    /^station: there is no such venue \(`venue list` shows them\)$/,
  );
});

test(
  "who is removed is out at once: a person's session and live stream, a sensor's connection, a venue's sensors",
  SLOW,
  async () => {
    await run("venue add dock");
    const secrets = new Map<string, string>();
    for (const [sensorId, venue] of [
      ["door-1", "mall"],
      ["door-2", "mall"],
      ["crane-1", "dock"],
    ] as const) {
      const login = parse(await run(`sensor add ${sensorId} --venue ${venue}`)) as { mqtt: { password: string } };
      secrets.set(sensorId, login.mqtt.password);
    }
    await addUser("eve");
    const config = readConfig("", "test", { ...environment, PW_LOG_LEVEL: "fatal", PW_MINIMUM_FREE_BYTES: "0" });
    const collector = new PatientCollector(config, { environment: {}, now: Date.now }, () => undefined);
    await collector.start();
    const address = `http://127.0.0.1:${http}`;
    const signIn = (): Promise<Response> =>
      fetch(`${address}/api/session`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address },
        body: JSON.stringify({ name: "eve", password: PASSWORD }),
      });
    const cookies = (await signIn()).headers.getSetCookie().map((one) => one.split(";")[0]);
    const ask = (path: string): Promise<Response> =>
      fetch(`${address}${path}`, { headers: { cookie: cookies.join("; ") } });
    expect((await ask("/api/suspects")).status).toBe(200);
    const stream = await ask("/api/stream");
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const connect = async (username: string): Promise<MqttClient> => {
      const login = {
        username,
        password: secrets.get(username) ?? "",
        protocolVersion: 4,
        reconnectPeriod: 0,
      } as const;
      const client = await connectAsync(`mqtt://127.0.0.1:${mqtt}`, login, false);
      client.on("error", () => undefined);
      return client;
    };
    const [one, two, crane] = [await connect("door-1"), await connect("door-2"), await connect("crane-1")];
    const closed = (client: MqttClient): Promise<void> =>
      new Promise((resolve) => client.once("close", () => resolve()));
    const [oneGone, craneGone] = [closed(one), closed(crane)];
    await run("sensor remove door-1");
    await oneGone;
    await run("venue remove dock --with-sensors");
    await craneGone;
    for (const gone of ["door-1", "crane-1"])
      await expect(connect(gone)).rejects.toThrow(/not authori[sz]ed|bad username/i);
    await run("user remove eve");
    expect((await ask("/api/suspects")).status).toBe(401);
    // It ends by itself: this reads to its end.
    await stream.text();
    expect((await signIn()).status).toBe(401);
    expect(two.connected).toBe(true);
    await two.endAsync(true);
    await collector.stop();
  },
);

/** util-linux's script(1) gives a command a terminal of its own. */
const hasScript = ((): boolean => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
})();

test.skipIf(!hasScript && process.env["CI"] !== "true")(
  "at a terminal what is missing is asked for, and a password that is typed is not shown",
  SLOW,
  async () => {
    const main = new URL("../main.ts", import.meta.url).pathname;
    const words = [process.execPath, "--conditions=@probewarden/source", "--import", "tsx", main, "user", "add"];
    const child = spawn("script", ["-qec", words.join(" "), "/dev/null"], {
      env: { PATH: process.env["PATH"], TERM: "xterm", ...environment },
    });
    const answers: [string, string][] = [
      ["Whose account", "dora"],
      ["Password for dora", PASSWORD],
      ["Once more", PASSWORD],
    ];
    let shown = "";
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
      const [next] = answers;
      if (next === undefined || !shown.includes(next[0])) return;
      answers.shift();
      child.stdin.write(`${next[1]}\r`);
    });
    const [code] = (await once(child, "exit")) as [number];
    expect({ code, left: answers, shown }).toMatchObject({
      code: 0,
      left: [],
      shown: expect.stringContaining("account dora is kept") as string,
    });
    expect(shown).not.toContain(PASSWORD);
  },
);
