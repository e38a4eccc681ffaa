import { expect, test } from "vitest";
import { parseRegulatory, Regulatory } from "./regulatory.ts";

const GLOBAL = "global\ncountry US: DFS-FCC\n\t(2400 - 2472 @ 40), (N/A, 30), (N/A)\n\n";
const OWN = "phy#1 (self-managed)\ncountry CN: DFS-FCC\n\t(2402 - 2482 @ 40), (6, 20), (N/A), PASSIVE-SCAN\n";

test("the domain of the machine and of radios that bring their own are read", () => {
  expect(parseRegulatory(GLOBAL + OWN)).toEqual({ global: "US", ofPhy: new Map([[1, "CN"]]) });
  expect(parseRegulatory("global\ncountry 00: DFS-UNSET\n").global).toBe("00");
  expect(parseRegulatory("nl80211 not found.\n")).toEqual({ global: undefined, ofPhy: new Map() });
});

/** A kernel that takes a country after so many looks, or never. */
function kernel(looksUntilTaken: number, printed = GLOBAL) {
  const asked: string[] = [];
  let looks = 0;
  const run = async (_command: string, words: readonly string[]) => {
    if (words[1] === "set") asked.push(words[2] ?? "");
    else if (asked.length > 0) looks++;
    const isTaken = asked.length > 0 && looks > looksUntilTaken;
    return { ok: true, stdout: isTaken ? printed.replace("country US", `country ${asked[0]}`) : printed, stderr: "" };
  };
  return { asked, run, pause: async () => undefined };
}

test("a country that is configured is set once, however often the adapter is opened anew", async () => {
  const it = kernel(3);
  const regulatory = new Regulatory({ ...it, country: "CN" });
  expect(await Promise.all([regulatory.of(0), regulatory.of(0)])).toEqual(["CN", "CN"]);
  expect(await regulatory.of(0)).toBe("CN");
  expect(it.asked).toEqual(["CN"]);
  expect(regulatory.problem()).toBeUndefined();
});

test("nothing is set where it is in force already, or where none is configured", async () => {
  const it = kernel(0);
  expect(await new Regulatory({ ...it, country: "US" }).of(0)).toBe("US");
  expect(await new Regulatory(it).of(0)).toBe("US");
  expect(it.asked).toEqual([]);
});

test("a country that is not taken is a problem that names both, and is not asked for again and again", async () => {
  const it = kernel(1_000);
  const regulatory = new Regulatory({ ...it, country: "CN" });
  expect(await regulatory.of(0)).toBe("US");
  expect(await regulatory.of(0)).toBe("US");
  expect(it.asked).toEqual(["CN"]);
  expect(regulatory.problem()).toMatchObject({
    code: "country-refused",
    facts: { country: "CN", "country-in-force": "US" },
  });
});

test("a radio that brings its own domain follows it, whatever the machine has", async () => {
  const it = kernel(0, GLOBAL + OWN);
  const regulatory = new Regulatory({ ...it, country: "DE" });
  expect(await regulatory.of(1)).toBe("CN");
  expect(regulatory.problem()?.facts).toEqual({ country: "DE", "country-in-force": "CN" });
  expect(await regulatory.of(0)).toBe("DE");
});
