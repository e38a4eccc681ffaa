import { expect, test } from "vitest";
import { fileText } from "./file-text.ts";
import { MOST_CHARACTERS, pastedList } from "./pasted-list.ts";

const ONE = "02:00:00:00:00:01";
const TWO = "02:00:00:00:00:02";

test("JSON is read as the command prints it, with names in hex", () => {
  const networks = [
    { bssid: ONE, ssid: "4d616c6c", channel: 6, security: "wpa2" },
    { bssid: TWO, licensed: true },
    { bssid: "02:00:00:00:00:03", licensed: false },
  ];
  expect(pastedList(JSON.stringify(networks, null, 2))).toEqual({ networks });
});

test.each([
  ["commas", `${ONE}, Mall, 6, WPA2\n${TWO}`],
  ["semicolons and a byte order mark", `\ufeff${ONE};Mall;6;wpa2\r\n${TWO};;;`],
  ["tabs, and addresses as other tables spell them", "02-00-00-00-00-01\tMall\t6\twpa2\n0200.0000.0002"],
  [
    "a first line with the names of the columns, in another order",
    `Channel,BSSID,Security,SSID\n6,${ONE},wpa2,Mall\n,${TWO}`,
  ],
  ["Chinese names of the columns", `地址,名称,信道,加密方式\n${ONE},Mall,6,wpa2\n\n${TWO},,,`],
])("a table is read with %s", (_, text) => {
  expect(pastedList(text)).toEqual({
    networks: [{ bssid: ONE, ssid: "4d616c6c", channel: 6, security: "wpa2" }, { bssid: TWO }],
  });
});

test("a name in quotes may hold the delimiter and quotes, and a name is 32 octets of UTF-8", () => {
  expect(pastedList(`${ONE},"a ""b"", c"`)).toEqual({
    networks: [{ bssid: ONE, ssid: "61202262222c2063" }],
  });
  expect(pastedList(`${ONE},${"茶".repeat(10)}ab`)).toMatchObject({ networks: [{ bssid: ONE }] });
  expect(pastedList(`${ONE},${"茶".repeat(11)}`)).toEqual({ fault: { what: "name", at: { line: 1 } } });
});

test("what stands in quotes is taken as it stands, and parts no cells", () => {
  expect(pastedList(`"${ONE}" , "Mall " , 6`)).toEqual({ networks: [{ bssid: ONE, ssid: "4d616c6c20", channel: 6 }] });
  expect(pastedList(`"${ONE}","a;b"`)).toEqual({ networks: [{ bssid: ONE, ssid: "613b62" }] });
  expect(pastedList(`${ONE}\n${TWO},Mall`)).toEqual({ networks: [{ bssid: ONE }, { bssid: TWO, ssid: "4d616c6c" }] });
  expect(pastedList(`${ONE}\t\t6`)).toEqual({ networks: [{ bssid: ONE, channel: 6 }] });
});

test("lines are counted from the top, empty ones too, and a line of quotes is read in no time", () => {
  expect(pastedList(`\n\n${ONE}\nnone`)).toEqual({ fault: { what: "address", at: { line: 4 } } });
  expect(pastedList(`\nbssid,channel\n${ONE},6`)).toEqual({ networks: [{ bssid: ONE, channel: 6 }] });
  const began = performance.now();
  expect(pastedList(`${ONE},${' "'.repeat(250_000)}`)).toMatchObject({ fault: { at: { line: 1 } } });
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("a file is read as UTF-8 or as Excel saves it in Chinese, and letters that are neither are no name", () => {
  const octetsOf = (...name: number[]): ArrayBuffer =>
    Uint8Array.from([...new TextEncoder().encode(`${ONE},`), ...name]).buffer;
  const tea = { networks: [{ bssid: ONE, ssid: "e88cb6" }] };
  expect(pastedList(fileText(octetsOf(0xe8, 0x8c, 0xb6)))).toEqual(tea);
  expect(pastedList(fileText(octetsOf(0xb2, 0xe8)))).toEqual(tea);
  expect(pastedList(fileText(octetsOf(0xff, 0xff)))).toEqual({ fault: { what: "name", at: { line: 1 } } });
});

test("a list that is too long is refused whole", () => {
  expect(pastedList(ONE.padEnd(MOST_CHARACTERS))).toEqual({ networks: [{ bssid: ONE }] });
  expect(pastedList(ONE.padEnd(MOST_CHARACTERS + 1))).toEqual({ fault: { what: "too-long" } });
});

test.each([
  ["", "nothing", undefined],
  ["bssid,name\n", "nothing", undefined],
  ["[", "json", undefined],
  ['{"networks":[]}', "json", undefined],
  ["[1]", "json", { entry: 1 }],
  [`[{"bssid":"${ONE}"},{"bssid":"02:00"}]`, "address", { entry: 2 }],
  [`[{"bssid":7}]`, "address", { entry: 1 }],
  [`[{"bssid":"${ONE}","owner":"me"}]`, "field", { entry: 1 }],
  [`[{"bssid":"${ONE}","ssid":"Mall"}]`, "name", { entry: 1 }],
  [`[{"bssid":"${ONE}","channel":"x"}]`, "channel", { entry: 1 }],
  [`${ONE}\n${ONE.toUpperCase()}`, "twice", { line: 2 }],
  [`${ONE},Mall,0`, "channel", { line: 1 }],
  [`${ONE},Mall,0x6`, "channel", { line: 1 }],
  [`${ONE},Mall,1e1`, "channel", { line: 1 }],
  [`${TWO}\n${ONE},"Mall,6`, "quote", { line: 2 }],
  [`${ONE},"Mall" Guest`, "quote", { line: 1 }],
  [`${ONE},Mall,6,good`, "security", { line: 1 }],
  [`${ONE},Mall,6,wpa2,more`, "field", { line: 1 }],
  ["<script>alert(1)</script>", "address", { line: 1 }],
])("%j is no list, and it is said why and where", (text, what, at) => {
  expect(pastedList(text)).toEqual({ fault: { what, ...(at === undefined ? {} : { at }) } });
});

test("a list of 1,024 is taken, and no longer one is read to its end", () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, at) => `02:00:00:${at.toString(16).padStart(6, "0").match(/../g)?.join(":")}`,
  );
  expect(pastedList(lines.slice(0, 1_024).join("\n"))).toMatchObject({ networks: { length: 1_024 } });
  expect(pastedList(lines.join("\n"))).toEqual({ fault: { what: "too-many" } });
});
