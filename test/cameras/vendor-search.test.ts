import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { dhip } from "../../agent/src/cameras/discover/dhip/dhip.ts";
import { sadp } from "../../agent/src/cameras/discover/sadp/sadp.ts";
import type { SearchLog } from "../../agent/src/cameras/discover/announced/ask-announcements.ts";
import { LIMITED_BROADCAST, type AnnouncingProtocol } from "../../agent/src/cameras/discover/announced/protocol.ts";
import { ROOT } from "../road/sandbox.ts";
import { budget, camera, leadsOf, neighbours, round, server } from "./neighbours.ts";

const RECORDED = `${ROOT}../shared/cameras/recorded`;

/** An answer of SADP with the members that are read. */
const match = (members: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ProbeMatch>\n<Uuid>D311B3B5-A4C1-47C0-BF4B-C0A26DE18451</Uuid>\n<Types>inquiry</Types>\n${members}<DeviceSN>S1</DeviceSN>\n<IPv4Address>192.168.7.7</IPv4Address>\n</ProbeMatch>\n`;
const hikvision = (port: number | string): string =>
  match(
    `<DeviceDescription>DS-2CD0000-I</DeviceDescription><HttpPort>${port}</HttpPort><DigitalChannelNum>1</DigitalChannelNum>`,
  );

/** A message of DHIP: its header tells the length of what follows, and `more`. */
function frame(json: unknown, more = 0): Buffer {
  const body = Buffer.from(typeof json === "string" ? json : JSON.stringify(json));
  const header = Buffer.from(`2000000044484950${"00".repeat(24)}`, "hex");
  header.writeUInt32LE(body.length + more, 16);
  header.writeUInt32LE(body.length + more, 24);
  return Buffer.concat([header, body]);
}
const notify = (deviceInfo: unknown): Buffer =>
  frame({ mac: "", method: "client.notifyDevInfo", params: { deviceInfo } });
const dahua = (port: unknown): Buffer => notify({ DeviceClass: "IPC", DeviceType: "IPC-0", HttpPort: port });

/** At the path of a maker's own interface a login is asked for, and nothing is there elsewhere. */
const maker =
  (path: string, realm: string) =>
  (socket: Socket, request: string): void => {
    const status = request.startsWith(`GET ${path}`) ? 401 : 404;
    socket.end(
      `HTTP/1.1 ${status} x\r\nWWW-Authenticate: Digest realm="${realm}", nonce="n"\r\nContent-Length: 0\r\n\r\n`,
    );
  };

const PLAYS: [AnnouncingProtocol, (port: number) => string | Buffer, string, string][] = [
  [sadp, hikvision, "/ISAPI/System/deviceInfo", "Hikvision family (ISAPI)"],
  [dhip, dahua, "/cgi-bin/magicBox.cgi?action=getDeviceType", "Dahua family (HTTP API)"],
];

test.each(PLAYS)(
  "$name: a camera without ONVIF is found by its maker's search and proven by its maker's interface",
  async (protocol, say, path, vendor) => {
    const web = await server(maker(path, "r"), "127.0.0.9");
    const found = await neighbours(protocol, (send) => send(say(web.port), "127.0.0.9"));
    const { visits } = await round([found.protocol]);
    expect(visits).toHaveLength(1);
    expect(visits[0]?.finding).toMatchObject({ address: "127.0.0.9", vendor, analytics: "unknown", ladder: [] });
    // Nothing that stands in the datagram alone is told.
    expect(JSON.stringify(visits)).not.toMatch(/DS-2CD0000|IPC-0|192\.168\.7\.7/);
    expect(web.requests.every((request) => !/authorization/i.test(request))).toBe(true);
    expect(found.heard).toHaveLength(1);
  },
);

test.each(PLAYS)("$name: a camera of that search that speaks ONVIF is one camera", async (protocol, say) => {
  const web = await camera("127.0.0.9");
  const found = await neighbours(protocol, (send) => {
    for (let n = 0; n < 3; n++) send(say(web.port), "127.0.0.9");
  });
  const { visits } = await round([found.protocol]);
  expect(visits.map(({ finding }) => finding.vendor)).toEqual([undefined]);
});

test.each(PLAYS)("$name: a datagram in the name of a stranger makes no camera of it", async (protocol, say) => {
  const stranger = await server(maker("/", "router"), "127.0.0.9");
  const forger = await neighbours(protocol, (send) => send(say(stranger.port), "127.0.0.9"));
  const { visits, dropped } = await round([forger.protocol]);
  expect(visits).toEqual([]);
  expect(Object.keys(dropped).filter((reason) => reason.startsWith("not-confirmed-"))).toHaveLength(1);
  // One ONVIF call, a page that no maker has, and one of the maker that is claimed.
  expect(stranger.requests.length).toBeLessThanOrEqual(3);
});

test("SADP: the inquiry and nothing else is sent, and answers to the group are heard", async () => {
  const found = await neighbours(sadp, (send) => send(hikvision(81), "127.0.0.9"), true);
  const { leads, dropped } = await leadsOf(found.protocol);
  expect(leads).toEqual([{ address: "127.0.0.9", ports: [81], makers: ["isapi-device-info"] }]);
  expect(dropped).toEqual({});
  expect(found.heard.map(String)[0]).toBe(
    '<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>D311B3B5-A4C1-47C0-BF4B-C0A26DE18451</Uuid><Types>inquiry</Types></Probe>',
  );
});

test("DHIP: who is no member of the group is asked by broadcast, both questions are written down first, and a round more than six packets allow is not made", async () => {
  const all = createSocket({ type: "udp4", reuseAddr: true });
  const { protocol, heard } = await neighbours(dhip, () => undefined);
  const byBroadcast: Buffer[] = [];
  const other = createSocket("udp4");
  all.on("message", (question, from) => {
    byBroadcast.push(question);
    // Answered three times over, by one that hears nothing that goes to the group.
    for (let n = 0; n < 3; n++) other.send(dahua(81), from.port, from.address);
  });
  await new Promise<void>((done) => all.bind(protocol.port, LIMITED_BROADCAST, done));
  await new Promise<void>((done) => other.bind(0, "127.0.0.9", done));
  const written: string[] = [];
  const log: SearchLog = ({ group }) => {
    written.push(`${group} ${heard.length} ${byBroadcast.length}`);
    return Promise.resolve(true);
  };
  const one = budget();
  const { leads, dropped } = await leadsOf(protocol, { budget: one, log });
  expect(leads).toEqual([{ address: "127.0.0.9", ports: [81], makers: ["dahua-device-type"] }]);
  expect(dropped).toEqual({});
  expect(byBroadcast).toEqual(heard);
  expect(written[0]).toBe("239.255.255.251 0 0");
  expect(written[1]).toMatch(/^255\.255\.255\.255 \d 0$/);
  for (let n = 0; n < 2; n++) expect((await leadsOf(protocol, { budget: one, log })).dropped).toEqual({});
  expect((await leadsOf(protocol, { budget: one, log })).dropped).toEqual({ "budget-spent-for-dhip": 1 });
  expect([heard.length, byBroadcast.length]).toEqual([3, 3]);
  for (const socket of [all, other]) socket.close();
});

test("DHIP: the question stands behind a header that tells its length twice", async () => {
  const found = await neighbours(dhip, () => undefined);
  await leadsOf(found.protocol);
  const [question = Buffer.alloc(32)] = found.heard;
  expect(question.subarray(0, 8).toString("latin1")).toBe("\x20\0\0\0DHIP");
  expect([question.readUInt32LE(16), question.readUInt32LE(24)]).toEqual([question.length - 32, question.length - 32]);
  expect(JSON.parse(question.subarray(32).toString())).toEqual({
    method: "DHDiscover.search",
    params: { mac: "", uni: 1 },
  });
});

test("rubbish is counted by reason, and the camera behind it is still heard", async () => {
  const hostile: [AnnouncingProtocol, (string | Buffer)[], string | Buffer, Record<string, number>][] = [
    [
      sadp,
      [
        "",
        "<ProbeMatch><Types>inquiry</Types>",
        "x".repeat(20_000),
        '<!DOCTYPE a [<!ENTITY b "c">]><ProbeMatch/>',
        "<Probe><Types>inquiry</Types></Probe>",
        // A switch, and a lock.
        match("<DeviceDescription>DS-3E0105</DeviceDescription>"),
        match("<DeviceDescription>DS-K2600</DeviceDescription><DigitalChannelNum>0</DigitalChannelNum>"),
      ],
      hikvision("eighty"),
      {
        "unreadable-sadp-empty": 1,
        "unreadable-sadp-malformed": 1,
        "unreadable-sadp-too-long": 1,
        "unreadable-sadp-doctype": 1,
        "unreadable-sadp-not-an-answer": 1,
        "not-a-camera-by-sadp": 2,
      },
    ],
    [
      dhip,
      [
        "",
        "{}",
        frame("{}", 0xff_ff_ff_00),
        frame("{"),
        frame("[]"),
        frame({ method: "client.notifyDevInfo", params: 7 }),
        notify({ DeviceClass: "VTH", VideoInputChannels: 0 }),
        Buffer.concat([frame("{}"), Buffer.alloc(20_000)]),
      ],
      dahua(70_000),
      {
        "unreadable-dhip-empty": 1,
        "unreadable-dhip-no-header": 1,
        "unreadable-dhip-wrong-length": 1,
        "unreadable-dhip-malformed": 1,
        "unreadable-dhip-not-an-answer": 2,
        "unreadable-dhip-too-long": 1,
        "not-a-camera-by-dhip": 1,
      },
    ],
  ];
  for (const [asked, rubbish, good, counts] of hostile) {
    const { protocol } = await neighbours(asked, (send) => {
      for (const each of rubbish) send(each);
      send(good, "127.0.0.8");
    });
    const { leads, dropped } = await leadsOf(protocol);
    expect(leads).toMatchObject([{ address: "127.0.0.8", ports: [] }]);
    expect(dropped).toEqual(counts);
  }
});

test.skipIf(!existsSync(RECORDED))("what real devices have answered is read", async () => {
  const recorded: [AnnouncingProtocol, string, number][] = [
    [sadp, "hikvision-ds-2cd2385g1-i/SADP-ProbeMatch.bin", 80],
    [sadp, "hikvision-ds-2cd2t47g1-l/SADP-ProbeMatch.bin", 80],
    [dhip, "dahua-ipc-hdw1431t1/DHIP-notifyDevInfo.bin", 80],
    [dhip, "dahua-vto2000a/DHIP-notifyDevInfo.bin", 80],
    [dhip, "intelbras-ss-3530-mf-face/DHIP-notifyDevInfo.bin", 80],
    [dhip, "lorex-w461asc/DHIP-notifyDevInfo.bin", 80],
  ];
  for (const [protocol, file, port] of recorded)
    expect(protocol.read(await readFile(`${RECORDED}/${file}`)), file).toMatchObject({ claims: [{ port }] });
});
