import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { ConfigError } from "@probewarden/cli";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { JoinError, type JoinTrouble } from "../main/join-error.ts";
import type { BoxState } from "../sensor/look-at-box.ts";
import type { Installed } from "./box-helper.ts";
import { OwnPage, SHOWN_MS } from "./own-page.ts";
import { makePageServer } from "./page-server.ts";
import { CHECKS, TROUBLES } from "./words.ts";

const WORDS = "bridge olive march cabin violin honey";
const BOX = "0123ab".padEnd(64, "0");
const clock = { now: Date.parse("2026-11-28T18:00:00Z") };
let joined: string | undefined;
let outcome: (() => Promise<Installed>) | undefined;
let answers: (() => Promise<{ agentYaml: string; proof: string; at: string; otherBox?: string }>) | undefined;
const state: BoxState = {
  checks: [
    { id: "adapter", state: "failed" },
    { id: "clock", state: "ok" },
  ],
};
let page: OwnPage;
const given: string[] = [];
const makePage = (): OwnPage =>
  new OwnPage({
    box: BOX,
    now: () => clock.now,
    hasJoined: () => joined !== undefined,
    helper: {
      giveWifi: async (wifi) => (given.push(wifi.ssid), undefined),
      look: async () => (joined === undefined ? state : { ...state, sensorId: joined }),
      install: async () => (outcome === undefined ? { sensorId: (joined = "north-gate-17") } : outcome()),
    },
    askToJoin: async () =>
      answers === undefined ? { agentYaml: "", proof: "", at: new Date(clock.now).toISOString() } : answers(),
  });
const server = makePageServer({
  hostName: "probewarden",
  show: () => page.show(),
  forms: { "/join": (form) => page.join(form), "/wifi": (form) => page.forms["/wifi"](form) },
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());
beforeEach(() => {
  joined = outcome = answers = undefined;
  page = makePage();
});

interface Answer {
  status: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}
const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), headers: answer.headers }),
      );
    });
    sent.once("error", reject).end(body);
  });
const tokenOf = async (): Promise<string> => /name="token" value="(\w+)"/.exec((await ask("GET", "/")).text)?.[1] ?? "";
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const join = async (fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Answer> => {
  const token = await tokenOf();
  const form = new URLSearchParams({ token, code: WORDS, collector: "192.168.1.10", name: "", ...fields });
  return ask("POST", "/join", { ...FORM, origin: `http://127.0.0.1:${port}`, ...headers }, form.toString());
};
const visible = (html: string): string => html.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, " ");

test("a box that has not joined shows which one it is, the form, and what is to be mended first; all of it without a script", async () => {
  const { status, text, headers } = await ask("GET", "/");
  expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
    200,
    "text/html; charset=utf-8",
    "no-store",
  ]);
  expect(text).toMatch(/<html lang="zh-CN">[\s\S]*width=device-width/);
  expect(text).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\/|<img|<link/i);
  expect(headers["content-security-policy"]).toMatch(
    /^default-src 'none'; style-src 'sha256-.*frame-ancestors 'none'$/,
  );
  expect(visible(text)).toMatch(
    /box-[g-v]{6}[\s\S]*还没有加入服务器[\s\S]*六个词[\s\S]*无线网卡：要处理[\s\S]*时钟：正常/,
  );
  expect(visible(text)).toContain("Plug in a USB Wi-Fi adapter with monitor mode");
});

test("six words join it; whoever did sees its name, and everybody after that only how the box is", async () => {
  const answer = await join({ name: "north-gate" });
  expect([answer.status, visible(answer.text)]).toEqual([200, expect.stringMatching(/加入成功[\s\S]*north-gate-17/)]);
  const { text } = await ask("GET", "/");
  expect(visible(text)).toMatch(/已加入服务器[\s\S]*…ate-17/);
  expect(text).not.toMatch(/north-gate|<form|<input/);
  const again = await ask("POST", "/join", FORM, new URLSearchParams({ token: "x", code: WORDS }).toString());
  expect([again.status, visible(again.text)]).toEqual([409, expect.stringContaining("has joined already")]);
  // A quarter of an hour later nobody needs it.
  expect(page.isOver()).toBe(false);
  clock.now += SHOWN_MS;
  expect(page.isOver()).toBe(true);
});

test("a box that its collector has let go shows the form again, and joins another", async () => {
  joined = "south-gate-9";
  state.mayJoinAgain = true;
  expect(visible((await ask("GET", "/")).text)).toContain("原来的服务器已不让它加入，可以重新加入");
  const answer = await join({ name: "north-gate" });
  delete state.mayJoinAgain;
  expect([answer.status, visible(answer.text)]).toEqual([200, expect.stringMatching(/加入成功[\s\S]*north-gate-17/)]);
  expect((await ask("GET", "/")).text).not.toContain("<form");
});

test("another name than was asked for, and a clock that is wrong, are said", async () => {
  answers = async () => ({ agentYaml: "", proof: "", at: "2026-11-28T09:00:00Z", otherBox: "north-gate" });
  expect(visible((await join()).text)).toMatch(/不能重复[\s\S]*时钟与服务器相差很多/);
  joined = undefined;
  page = makePage();
  answers = async () => ({ agentYaml: "", proof: "", at: "2026-11-28T09:00:00Z", otherBox: "south-gate" });
  // What it is called is no number behind that name, so no other box has it.
  const said = visible((await join()).text);
  expect(said).toContain("仍用原来的名称");
  expect(said).not.toContain("不能重复");
});

test.each(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[])(
  "%s says in both languages what to do",
  async (trouble) => {
    const [zh, en] = TROUBLES[trouble];
    expect(zh).toMatch(/\p{Script=Han}.*[。：]$/u);
    expect(en).toMatch(/^[A-Z].*[.:]$/);
    page = makePage();
    answers = async () => {
      throw new JoinError(trouble as JoinTrouble, "https://10.0.0.1 says no");
    };
    const { text } = await join();
    expect(text).toContain('role="alert"');
    expect(visible(text)).toContain(zh);
    // What was typed need not be typed again.
    expect(text).toContain(`>${WORDS}</textarea>`);
  },
);

test("what is wrong with the words or the address is found before anything is asked", async () => {
  answers = async () => {
    throw new ConfigError("--collector: say which");
  };
  expect(visible((await join({ code: WORDS.replace("honey", "honny") })).text)).toMatch(
    /六个词有误[\s\S]*word 6, .*honny/,
  );
  expect(visible((await join({ collector: "" })).text)).toContain("请填写服务器的地址");
  expect(visible((await join({ name: "Door 3" })).text)).toContain("名称只能用小写字母");
  outcome = async () => ({ trouble: "disk" });
  answers = undefined;
  expect(visible((await join()).text)).toContain("存储卡已满");
});

test("what somebody types is shown and does nothing", async () => {
  const evil = `"><script>alert(1)</script>`;
  const { text } = await join({ code: evil, collector: evil, name: evil });
  expect(text).not.toContain("<script>");
  expect(text).toContain("&#60;script&#62;");
});

test("a page elsewhere can neither send a form nor have its name point here", async () => {
  const calls: string[] = [];
  answers = async () => {
    calls.push("asked");
    throw new JoinError("refused", "no");
  };
  expect((await join({}, { origin: "http://evil.example" })).status).toBe(403);
  expect((await join({}, { origin: "null" })).status).toBe(403);
  expect((await join({}, { host: "evil.example" })).status).toBe(403);
  expect((await join({ token: "0".repeat(32) })).status).toBe(403);
  expect((await join({}, { "content-type": "text/plain" })).status).toBe(415);
  expect(calls).toEqual([]);
  for (const host of ["evil.example", "probewarden.evil.example", "connectivitycheck.example"]) {
    const { status, text, headers } = await ask("GET", "/generate_204", { host });
    expect([status, text, headers["location"]]).toEqual([302, "", `http://127.0.0.1:${port}/`]);
  }
  for (const host of [
    "probewarden.local",
    "probewarden-2.local",
    "PROBEWARDEN",
    `127.0.0.1:${port}`,
    "[::1]",
    "10.42.0.1",
  ])
    expect((await ask("GET", "/", { host })).status).toBe(200);
});

test("in its own hotspot a box that has not joined can be given a Wi-Fi, and no other can", async () => {
  expect((await ask("GET", "/")).text).not.toContain('action="/wifi"');
  const give = async (fields: object): Promise<Answer> => {
    const form = new URLSearchParams({ token: await tokenOf(), ssid: "mall", password: "password", ...fields });
    return ask("POST", "/wifi", FORM, form.toString());
  };
  expect(visible((await give({})).text)).toContain("热点会关闭");
  expect(given).toEqual(["6d616c6c"]);
  expect(visible((await give({ password: "short" })).text)).toContain("Wi-Fi 名称或密码不对");
  expect((await give({ token: "x" })).status).toBe(403);
  joined = "door";
  expect((await give({})).status).toBe(409);
  expect(given).toHaveLength(1);
  joined = undefined;
  page = makePage();
  state.hasHotspot = true;
  expect((await ask("GET", "/")).text).toContain('action="/wifi"');
  delete state.hasHotspot;
});

test("what it takes is bounded: a form, attempts of everybody together, and one box that joins at a time", async () => {
  expect((await ask("POST", "/join", FORM, `code=${"x".repeat(5_000)}`)).status).toBe(413);
  expect((await ask("GET", "/", { long: "x".repeat(10_000) })).status).toBe(431);
  let release = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    answers = () => {
      resolve();
      return new Promise((_, reject) => {
        release = () => reject(new JoinError("refused", "no"));
      });
    };
  });
  const first = join();
  await begun;
  expect((await join()).status).toBe(409);
  release();
  expect((await first).status).toBe(502);
  answers = async () => {
    throw new JoinError("refused", "no");
  };
  const statuses: number[] = [];
  for (let tries = 0; tries < 10; tries += 1) statuses.push((await join()).status);
  expect(statuses.at(0)).toBe(502);
  expect(statuses.at(-1)).toBe(429);
  clock.now += 10 * 60_000;
  expect((await join()).status).toBe(502);
});

test("one phone cannot take all connections, and gets its own back", async () => {
  const sockets = Array.from({ length: 12 }, () => connect(port, "127.0.0.1"));
  let closed = 0;
  for (const socket of sockets) socket.on("error", () => undefined).on("close", () => (closed += 1));
  await expect.poll(() => closed).toBe(4);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await ask("GET", "/").catch(() => undefined))?.status).toBe(200);
});

test("everything that is looked at has words on the page", () => {
  const folder = new URL("../sensor/", import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => /^(check-|doctor\.ts|look-at)/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const ids = texts.flatMap((text) => [...text.matchAll(/\bid(?:: | = )"([\w-]+)"/g)].map(([, id = ""]) => id));
  expect(ids.length).toBeGreaterThan(20);
  for (const id of ids) expect(CHECKS, id).toHaveProperty([id]);
});
