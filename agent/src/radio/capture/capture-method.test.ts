import { expect, test } from "vitest";
import { chooseMethod, missingMethods } from "./capture-method.ts";
import { LiveCapture } from "./live-capture.ts";
import { loadPcap } from "./pcap-module.ts";

test.each([
  ["it was never installed", Object.assign(new Error("Cannot find package 'pcap'"), { code: "ERR_MODULE_NOT_FOUND" })],
  ["its native part was not built", new Error("Cannot find module '../build/Release/pcap_binding'")],
  ["libpcap itself is gone", Object.assign(new Error("libpcap.so.0.8: cannot open"), { code: "ERR_DLOPEN_FAILED" })],
])("npm pcap is absent, and nothing throws, when %s", async (_when, error) => {
  expect(await loadPcap(() => Promise.reject(error))).toBeUndefined();
});

test("npm pcap is a CommonJS module: what it exports stands behind `default`", async () => {
  const createSession = () => undefined;
  expect(await loadPcap(async () => ({ default: { createSession } }))).toEqual({ createSession });
});

test("npm pcap is taken before tcpdump, and only what is wanted", () => {
  expect(chooseMethod("auto", { pcap: true, tcpdump: true })).toBe("pcap");
  expect(chooseMethod("auto", { pcap: false, tcpdump: true })).toBe("tcpdump");
  expect(chooseMethod("tcpdump", { pcap: true, tcpdump: true })).toBe("tcpdump");
  expect(chooseMethod("pcap", { pcap: false, tcpdump: true })).toBe("none");
  expect(chooseMethod("auto", { pcap: false, tcpdump: false })).toBe("none");
  expect(missingMethods({ pcap: false, tcpdump: true })).toEqual(["pcap"]);
});

/** What a live capture says of its method and its problem on a machine that has only this. */
async function onMachine(available: { pcap: boolean; tcpdump: boolean }, method: "auto" | "pcap" | "tcpdump" = "auto") {
  const opened: string[] = [];
  const opener = (name: string) => async () => {
    opened.push(name);
    return { ended: new Promise<never>(() => undefined), drops: () => ({}), close: async () => undefined };
  };
  const capture = new LiveCapture({
    interfaceName: "wlan1",
    method,
    available: async () => available,
    openers: { pcap: opener("pcap"), tcpdump: opener("tcpdump") },
    linkState: async () => ({ index: 4, up: true, received: 0 }),
    watchMilliseconds: 5,
  });
  const run = capture.run(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const told = { opened, method: capture.method, missing: capture.missing, problems: capture.problems() };
  await capture.stop();
  await run;
  return told;
}

test("without npm pcap a live capture goes through tcpdump, says what is missing, and has no problem", async () => {
  expect(await onMachine({ pcap: false, tcpdump: true })).toEqual({
    opened: ["tcpdump"],
    method: "tcpdump",
    missing: ["pcap"],
    problems: [],
  });
});

test("with neither it says so, with what helps", async () => {
  const { method, missing, problems } = await onMachine({ pcap: false, tcpdump: false });
  expect({ method, missing }).toEqual({ method: "none", missing: ["pcap", "tcpdump"] });
  expect(problems).toMatchObject([{ code: "no-capture-method", facts: { interface: "wlan1" } }]);
  expect(problems[0]?.text).toMatch(/Neither npm pcap nor tcpdump.*apt install tcpdump/);
});

test("a method that is wanted and not there is named", async () => {
  const { problems } = await onMachine({ pcap: false, tcpdump: true }, "pcap");
  expect(problems[0]?.text).toMatch(/npm pcap is not built.*npm ci/);
});
