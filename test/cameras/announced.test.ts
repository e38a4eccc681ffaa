import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode, type StringAnswer } from "dns-packet";
import { expect, test } from "vitest";
import type { Lead } from "../../agent/src/cameras/discover/announced/leads.ts";
import type { AnnouncingProtocol } from "../../agent/src/cameras/discover/announced/protocol.ts";
import { AccountabilityLog } from "../../agent/src/cameras/accountability/accountability-log.ts";
import type { SearchLog } from "../../agent/src/cameras/discover/announced/ask-announcements.ts";
import { mdns } from "../../agent/src/cameras/discover/mdns/mdns.ts";
import { ssdp } from "../../agent/src/cameras/discover/ssdp/ssdp.ts";
import type { GuardPolicy } from "../../agent/src/cameras/interrogate/address-guard.ts";
import type { Round } from "../../agent/src/cameras/round.ts";
import { reply, startHostileServer } from "../../demo/src/fake-camera/hostile-camera.ts";
import { budget, camera, leadsOf, neighbours, round, server } from "./neighbours.ts";

const ssdpAnswer = (target: string): string =>
  `HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: http://10.0.0.1:49152/d.xml\r\nSERVER: Linux, UPnP/1.0\r\nST: ${target}\r\nUSN: uuid:1::${target}\r\n\r\n`;
const CAMERA_TYPE = "urn:schemas-upnp-org:device:DigitalSecurityCamera:1";
const PHONE = "Alices-iPhone._companion-link._tcp.local";

/** An answer of mDNS that offers a service at a port. */
const service = (type: string, port: number, instance = `AXIS.${type}`): Uint8Array =>
  encode({
    type: "response",
    answers: [{ name: type, type: "PTR", data: instance } satisfies StringAnswer],
    additionals: [
      { name: instance, type: "SRV", data: { port, target: "host.local" } },
      // Somebody else's address: it is never looked at.
      { name: "host.local", type: "A", data: "192.168.7.7" },
    ],
  });
/** The accountability log below a folder, for searches. */
const searchLog =
  (folder: string): SearchLog =>
  (entry) =>
    new AccountabilityLog(folder).write([{ at: new Date(0).toISOString(), ...entry }]);
const oneLead = (leads: Lead[]): Lead | undefined => (leads.length === 1 ? leads[0] : undefined);

test("SSDP: of all that answer, only who names a camera's type is a lead, and the rest is a number", async () => {
  const { protocol, heard } = await neighbours(ssdp, (say) => {
    for (const type of ["upnp:rootdevice", "urn:dial-multiscreen-org:service:dial:1", "Alices-iPhone"])
      say(ssdpAnswer(type), "127.0.0.7");
    say(ssdpAnswer(CAMERA_TYPE), "127.0.0.8");
    say(ssdpAnswer("urn:axis-com:service:BasicService:1"), "127.0.0.9");
  });
  const { leads, dropped } = await leadsOf(protocol);
  expect(leads.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
    { address: "127.0.0.8", ports: [], makers: [] },
    { address: "127.0.0.9", ports: [], makers: ["vapix-brand"] },
  ]);
  expect(dropped).toEqual({ "not-a-camera-by-ssdp": 3 });
  expect(heard).toHaveLength(1);
  expect(heard[0]?.toString()).toMatch(/^M-SEARCH \* HTTP\/1\.1\r\n[^]*\r\nST: ssdp:all\r\n\r\n$/);
});

test("mDNS: services of cameras are asked for in one question, and the port of a web server is read", async () => {
  const { protocol, heard } = await neighbours(mdns, (say) => {
    say(service("_axis-video._tcp.local", 8081), "127.0.0.8");
    say(service("_companion-link._tcp.local", 49_152, PHONE), "127.0.0.7");
    // The port of a stream is no web server's.
    say(service("_RTSP._tcp.local", 554), "127.0.0.9");
  });
  const { leads, dropped } = await leadsOf(protocol);
  expect(leads.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
    { address: "127.0.0.8", ports: [8081], makers: ["vapix-brand"] },
    { address: "127.0.0.9", ports: [], makers: [] },
  ]);
  expect(dropped).toEqual({ "not-a-camera-by-mdns": 1 });
  expect(heard).toHaveLength(1);
  // RFC 6762, 5.4: class IN with the bit that asks for an answer to us alone.
  expect([...(heard[0] ?? [])].slice(-4)).toEqual([0, 12, 0x80, 1]);
});

const RUBBISH: [AnnouncingProtocol, (string | Uint8Array)[], Record<string, number>][] = [
  [
    ssdp,
    ["", "NOTIFY * HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(5_000), Buffer.alloc(40, 0xff)],
    {
      "unreadable-ssdp-empty": 1,
      "unreadable-ssdp-not-an-answer": 2,
      "unreadable-ssdp-without-target": 1,
      "unreadable-ssdp-too-long": 1,
    },
  ],
  [
    mdns,
    [
      "",
      Buffer.alloc(9_001),
      // A name that points to itself, records that do not follow, and a question.
      Buffer.from("0000840000000001000000000c000c000c000c", "hex"),
      Buffer.from("000084000000ffff00000000", "hex"),
      mdns.question(""),
    ],
    {
      "unreadable-mdns-empty": 1,
      "unreadable-mdns-too-long": 1,
      "unreadable-mdns-malformed": 2,
    },
  ],
];
test.each(RUBBISH)(
  "$name: rubbish is counted by reason, and the camera behind it is still heard",
  async (asked, rubbish, counts) => {
    const good = asked === ssdp ? ssdpAnswer(CAMERA_TYPE) : service("_psia._tcp.local", 80);
    const { protocol } = await neighbours(asked, (say) => {
      for (const each of rubbish) say(each);
      say(good, "127.0.0.8");
    });
    const { leads, dropped } = await leadsOf(protocol);
    expect(oneLead(leads)?.address).toBe("127.0.0.8");
    expect(dropped).toEqual(counts);
  },
);

test("a flood from one address is bounded and told, and hides nobody", async () => {
  const { protocol } = await neighbours(ssdp, (say) => {
    say(ssdpAnswer(CAMERA_TYPE), "127.0.0.8");
    for (let n = 0; n < 300; n++) say(ssdpAnswer("upnp:rootdevice"), "127.0.0.7");
  });
  const { leads, dropped } = await leadsOf(protocol);
  expect(oneLead(leads)?.address).toBe("127.0.0.8");
  expect(dropped).toEqual({ "not-a-camera-by-ssdp": 64, "flood-by-ssdp": 236 });
});

test("no more addresses are asked in a round than it holds, and the others are counted", async () => {
  const { protocol } = await neighbours(ssdp, (say) => {
    for (let n = 1; n <= 258; n++) say(ssdpAnswer(CAMERA_TYPE), `127.0.${1 + (n >> 8)}.${n & 0xff}`);
  });
  // So many sockets take a busy machine a while to open.
  const { leads, dropped } = await leadsOf(protocol, { listenMilliseconds: 5_000 });
  expect(leads).toHaveLength(256);
  expect(dropped).toEqual({ "announced-cameras-beyond-a-round": 2 });
});

test("one question a round, six in ten minutes, and none once it is stopped", async () => {
  const { protocol, heard } = await neighbours(ssdp, () => undefined);
  const one = budget();
  for (let n = 0; n < 7; n++) {
    const { dropped } = await leadsOf(protocol, { budget: one });
    expect(dropped).toEqual(n < 6 ? {} : { "budget-spent-for-ssdp": 1 });
  }
  expect(heard).toHaveLength(6);
  const stopped = await leadsOf(protocol, { signal: AbortSignal.abort() });
  expect([stopped.leads, heard.length]).toEqual([[], 6]);
});

test("each question is written down before it is sent, with its network and without who has answered", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-announced-"));
  const { protocol, heard } = await neighbours(ssdp, (say) => say(ssdpAnswer(CAMERA_TYPE), "127.0.0.8"));
  const log = searchLog(folder);
  await leadsOf(protocol, { log });
  const lines = (await readFile(join(folder, "cameras", "audit.log"), "utf8")).split("\n");
  const entry = { at: "1970-01-01T00:00:00.000Z", search: "ssdp", group: ssdp.group, port: protocol.port };
  expect([lines.length, JSON.parse(lines[0] ?? "")]).toEqual([2, { ...entry, interface: "127.0.0.1" }]);
  // A folder that is none: nothing can be written, and nothing is sent.
  await writeFile(join(folder, "file"), "");
  const { dropped } = await leadsOf(protocol, { log: searchLog(join(folder, "file")) });
  expect([dropped, heard.length]).toEqual([{ "not-written-down-ssdp": 1 }, 1]);
  await rm(folder, { recursive: true });
});

test("a camera that only announces itself is found at the address that answered, once, and proven over TCP", async () => {
  const web = await camera("127.0.0.9");
  const found = await neighbours(mdns, (say) => {
    say(service("_axis-video._tcp.local", web.port, "Alices camera._axis-video._tcp.local"), "127.0.0.9");
    say(service("_psia._tcp.local", web.port), "127.0.0.9");
  });
  const { visits } = await round([found.protocol]);
  expect(visits).toHaveLength(1);
  expect(visits[0]?.finding).toMatchObject({ address: "127.0.0.9", ladder: [] });
  expect(visits[0]?.port).toBe(web.port);
  expect(JSON.stringify(visits)).not.toMatch(/Alice|192\.168\.7\.7/);
});

const NOBODY: [string, Parameters<typeof startHostileServer>[0]][] = [
  ["shows a page", reply("<html><p>router</html>")],
  ["ends the connection", (socket) => socket.destroy()],
  ["asks for a login at any path", reply("", "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Basic\r\n")],
];
test.each(NOBODY)("what a datagram calls a camera and %s is none, and nothing of it is told", async (_name, play) => {
  const stranger = await server(play, "127.0.0.9");
  const forger = await neighbours(mdns, (say) => say(service("_psia._tcp.local", stranger.port, PHONE), "127.0.0.9"));
  const { visits, dropped } = await round([forger.protocol]);
  expect(visits).toEqual([]);
  expect(Object.keys(dropped).filter((reason) => reason.startsWith("not-confirmed-"))).toHaveLength(1);
  expect(JSON.stringify(dropped)).not.toMatch(/Alice|127\.0/);
  expect(stranger.requests.every((request) => !/authorization/i.test(request))).toBe(true);
});

const FORBIDDEN: [string, (address: string, port: number) => Partial<GuardPolicy>, string][] = [
  ["the broker or the gateway", (address) => ({ denied: [address] }), "announced-denied-address"],
  ["the deny list", (address) => ({ isDenied: (each) => each === address }), "announced-denied-address"],
  ["a port of ours on this machine", (_address, port) => ({ ownPorts: [port] }), "not-confirmed-silent"],
];
test.each(FORBIDDEN)("who announces a camera in the name of %s leads nobody there", async (_name, policy, reason) => {
  const web = await camera("127.0.0.9");
  const forger = await neighbours(mdns, (say) => say(service("_psia._tcp.local", web.port), "127.0.0.9"));
  const { visits, dropped } = await round([forger.protocol], policy("127.0.0.9", web.port));
  expect([visits, web.connections, dropped[reason]]).toEqual([[], 0, 1]);
});

test.each([9100, 1883, 22, 554])("port %i is never asked, whoever announces it", async (port) => {
  const forger = await neighbours(mdns, (say) => say(service("_psia._tcp.local", port), "127.0.0.9"));
  const { visits, dropped }: Round = await round([forger.protocol]);
  expect([visits, dropped["announced-port"]]).toEqual([[], 1]);
});

test("the kill switch ends a search in the middle of it, and nobody is visited", async () => {
  const web = await camera("127.0.0.9");
  const stop = new AbortController();
  const found = await neighbours(mdns, (say) => {
    say(service("_psia._tcp.local", web.port), "127.0.0.9");
    stop.abort();
  });
  const { visits } = await round([found.protocol], {}, stop.signal);
  expect([visits, web.connections]).toEqual([[], 0]);
});
