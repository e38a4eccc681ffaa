import { createSocket, type RemoteInfo } from "node:dgram";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  cameraRounds,
  visitOnce,
  type CameraConfig,
  type CameraSurroundings,
} from "../../agent/src/cameras/cameras-once.ts";
import type { Round } from "../../agent/src/cameras/round.ts";
import {
  drip,
  onvif,
  probeMatch,
  probeMatches,
  raw,
  reply,
  services,
  soap,
  startHostileResponder,
  startHostileServer,
  TIME,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const config = (unicast: string[]): CameraConfig => ({
  enabled: true,
  interfaces: [],
  unicast,
  allowLoopback: true,
  visitEveryMinutes: 60,
});

const scope = (path: string): string => `onvif://www.onvif.org/${path}`;
const FACE = [scope("hardware/FACE-1"), scope("type/face_detection"), scope("type/video_encoder")].join(" ");

async function server(play: Parameters<typeof startHostileServer>[0], address?: string): Promise<HostileServer> {
  const started = await startHostileServer(play, address);
  stops.push(() => started.stop());
  return started;
}

type Say = (datagram: string, as?: string) => void;

/** A peer that answers our probe with what it likes, in whose name it likes. @returns where it is asked */
async function peer(answer: (id: string, say: Say) => void): Promise<string> {
  const started = await startHostileResponder((socket, id, from: RemoteInfo) =>
    answer(id, (datagram, as) => {
      if (as === undefined) return socket.send(datagram, from.port, from.address);
      const other = createSocket("udp4");
      other.bind(0, as, () => other.send(datagram, from.port, from.address, () => other.close()));
    }),
  );
  stops.push(() => started.stop());
  return `127.0.0.1:${started.target.port}`;
}

/** One honest answer that names one web server. */
const plainPeer = (web: HostileServer, scopes?: string, address = "127.0.0.1"): Promise<string> =>
  peer((id, say) => say(probeMatches(id, probeMatch("urn:1", `http://${address}:${web.port}/onvif/x`, scopes))));

const found = async (unicast: string[], surroundings?: CameraSurroundings): Promise<Round> =>
  visitOnce(config(unicast), surroundings);

test.each([
  ["ends the connection", (socket: { destroy(): void }) => socket.destroy()],
  ["asks for a login", reply("", "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Basic\r\n")],
  ["shows a page", reply("<html><p>router</html>")],
  ["knows no such page", reply("", "HTTP/1.1 404 Not Found\r\n")],
  [
    "speaks SOAP, but not ONVIF",
    reply(soap("<s:Fault><s:Value>s:Sender</s:Value><s:Text>Invalid Action</s:Text></s:Fault>")),
  ],
  ["speaks no HTTP", raw("SSH-2.0-OpenSSH_9.2\r\n")],
  ["says nothing in time", drip],
])("a datagram in the name of a stranger who %s accuses nobody", async (_name, play) => {
  const stranger = await server(play, "127.0.0.9");
  const forger = await peer((id, say) => {
    for (let n = 0; n < 3; n++)
      say(probeMatches(id, probeMatch(`urn:${n}`, `http://127.0.0.9:${stranger.port}/x`, FACE)), "127.0.0.9");
  });
  const { visits, dropped } = await found([forger]);
  expect(visits).toEqual([]);
  expect(Object.keys(dropped).filter((reason) => reason.startsWith("not-confirmed-"))).toHaveLength(1);
  expect(stranger.requests.every((request) => !/authorization/i.test(request))).toBe(true);
});

test("a stranger in whose name sixteen devices are claimed gets one connection", async () => {
  const ports = await Promise.all(Array.from({ length: 16 }, () => server((socket) => socket.destroy(), "127.0.0.9")));
  const forger = await peer((id, say) => {
    for (const [n, { port }] of ports.entries())
      say(probeMatches(id, probeMatch(`urn:${n}`, `http://127.0.0.9:${port}/`, FACE)), "127.0.0.9");
  });
  const { visits, dropped } = await found([forger]);
  expect(visits).toEqual([]);
  expect(ports.reduce((sum, { connections }) => sum + connections, 0)).toBe(1);
  expect(dropped["not-asked-after-no-answer"]).toBe(15);
});

test("a datagram in the name of a real camera describes it and accuses it of nothing", async () => {
  const camera = await server(
    onvif({ GetServices: services("http://www.onvif.org/ver20/analytics/wsdl") }),
    "127.0.0.9",
  );
  const forger = await peer((id, say) =>
    say(probeMatches(id, probeMatch("urn:1", `http://127.0.0.9:${camera.port}/`, FACE)), "127.0.0.9"),
  );
  const [visit] = (await found([forger])).visits;
  expect(visit?.finding).toMatchObject({
    analytics: "kind-unknown",
    ladder: [],
    oddities: [{ code: "described-by-datagram" }],
  });
});

test("the same words, asked for at its own address, are a claim of that address", async () => {
  const camera = await server(onvif());
  const [visit] = (await found([await plainPeer(camera, FACE)])).visits;
  expect(visit?.finding.ladder.map(({ category, step }) => `${category} ${step}`)).toEqual([
    "face-recognition claimed",
    "face-detection claimed",
  ]);
});

test("a real camera whose address contradicts itself is found, and nothing that only one of the two answers claims", async () => {
  const camera = await server(onvif());
  const both = await peer((id, say) => {
    const at = `http://127.0.0.1:${camera.port}/`;
    say(probeMatches(id, probeMatch("urn:1", at, FACE)));
    say(probeMatches(id, probeMatch("urn:1", at, `${scope("hardware/HB-1")} ${scope("type/video_encoder")}`)));
  });
  const [visit, ...others] = (await found([both])).visits;
  expect(others).toEqual([]);
  expect(visit?.finding).toMatchObject({ ladder: [], oddities: [{ code: "contradicted" }] });
  expect(visit?.finding).not.toHaveProperty("hardware");
});

test("a door controller that a datagram calls a camera is none", async () => {
  const door = await server(onvif({ GetServices: services("http://www.onvif.org/ver10/accesscontrol/wsdl") }));
  const { visits, dropped } = await found([await plainPeer(door, FACE)]);
  expect(visits).toEqual([]);
  expect(dropped["not-a-camera"]).toBe(1);
});

test("a printer is not asked at all", async () => {
  const printer = await server(onvif());
  const address = await peer((id, say) =>
    say(
      probeMatches(
        id,
        probeMatch("urn:p", `http://127.0.0.1:${printer.port}/`, "").replace(
          "dn:NetworkVideoTransmitter",
          "wsdp:Device",
        ),
      ),
    ),
  );
  expect((await found([address])).dropped["not-a-camera"]).toBe(1);
  expect(printer.connections).toBe(0);
});

test("a camera that names another host is asked at its own address, and no login of its XAddrs is sent or kept", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-cameras-"));
  stops.push(() => rm(folder, { recursive: true }));
  const listed = services("http://www.onvif.org/ver10/media/wsdl").replace(
    "<Capabilities>",
    "<XAddr>http://admin:s3cret@192.0.2.9/onvif/m?loginuse=admin&amp;loginpas=s3cret</XAddr><Capabilities>",
  );
  const camera = await server(onvif({ GetServices: listed }));
  const address = await peer((id, say) => {
    const at = `http://admin:s3cret@192.0.2.9:${camera.port}/onvif/x?pwd=s3cret`;
    say(
      probeMatches(
        id,
        probeMatch("urn:s3", at, `${scope("name/rtsp:%2F%2Fa:s3cret@h%2F")} ${scope("type/video_encoder")}`),
      ),
    );
  });
  const { visits } = await found([address], { dataDir: folder });
  expect(visits[0]?.finding.oddities.map(({ code }) => code)).toEqual(["address-carries-login", "names-another-host"]);
  expect(visits[0]?.answers.map(({ answer }) => Buffer.from(answer.kept).toString()).join()).not.toContain("s3cret");
  expect(JSON.stringify(visits[0]?.finding)).not.toContain("s3cret");
  const kept = await readdir(join(folder, "cameras"), { recursive: true, withFileTypes: true });
  for (const file of kept.filter((each) => each.isFile()))
    expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain("s3cret");
  expect(camera.requests.length).toBeGreaterThanOrEqual(3);
  for (const request of camera.requests) expect(request).not.toMatch(/s3cret|authorization|loginuse|pwd/i);
  for (const request of camera.requests) expect(request).toMatch(/^POST \/onvif\/x HTTP/);
});

test("the broker's port is never visited, and its name is looked up", async () => {
  const broker = await server(onvif());
  const address = await plainPeer(broker);
  for (const host of ["127.0.0.1", "broker.example", "[::1]", "[::ffff:127.0.0.1]"]) {
    const { visits, dropped } = await found([address], {
      brokerUrl: `mqtt://${host}:${broker.port}`,
      resolve: () => Promise.resolve(["127.0.0.1"]),
    });
    expect(visits).toEqual([]);
    expect(dropped["xaddr-denied-address"]).toBe(1);
  }
  expect(broker.connections).toBe(0);
});

test("a host that turns out to be the broker is not even sent a probe", async () => {
  const rounds = cameraRounds(
    { ...config(["203.0.113.9:3702"]), allowLoopback: false },
    { brokerUrl: "mqtts://broker.example", resolve: () => Promise.resolve(["::ffff:203.0.113.9"]) },
  );
  expect((await rounds.run(() => undefined)).dropped).toEqual({ "unicast-denied-address": 1 });
});

test("a broker whose name has no address is told", async () => {
  const { dropped } = await found([await plainPeer(await server(onvif()))], {
    brokerUrl: "mqtts://broker.example",
    resolve: () => Promise.resolve([]),
  });
  expect(dropped).toEqual({ "broker-name-unresolved": 1 });
});

test("of devices behind one address one is visited at a time, with one call in flight", async () => {
  let open = 0;
  let most = 0;
  const slowly = (socket: Parameters<ReturnType<typeof onvif>>[0], request: string): void => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      onvif()(socket, request);
    }, 50);
  };
  const cameras = await Promise.all([server(slowly), server(slowly), server(slowly)]);
  const address = await peer((id, say) => {
    for (const [n, { port }] of cameras.entries())
      say(probeMatches(id, probeMatch(`urn:${n}`, `http://127.0.0.1:${port}/`)));
  });
  expect((await found([address])).visits).toHaveLength(3);
  expect(most).toBe(1);
});

test("a device that changes its endpoint reference is visited once and keeps its identity", async () => {
  const camera = await server(onvif());
  let n = 0;
  const address = await peer((id, say) => {
    for (let each = 0; each < 4; each++)
      say(probeMatches(id, probeMatch(`urn:${n++}`, `http://127.0.0.1:${camera.port}/`)));
  });
  const first = await found([address]);
  const second = await found([address]);
  expect(first.visits).toMatchObject([{ finding: { oddities: [{ code: "changes-its-reference" }] } }]);
  expect(second.visits[0]?.finding.cameraId).toBe(first.visits[0]?.finding.cameraId);
});

const LOCKED = soap(
  "<s:Fault><s:Code><s:Value>ter:NotAuthorized</s:Value></s:Code><s:Reason>The account is locked</s:Reason></s:Fault>",
);

test("a camera whose 401 says that the account is locked is left alone for a day, by the next process too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-cameras-"));
  stops.push(() => rm(folder, { recursive: true }));
  const camera = await server(reply(LOCKED, "HTTP/1.1 401 Unauthorized\r\n"));
  const address = await plainPeer(camera);
  const first = await found([address], { dataDir: folder });
  expect(first.visits[0]?.finding.asked).toEqual([{ call: "get-system-date-and-time", outcome: "locked" }]);
  const second = await found([address], { dataDir: folder });
  expect(second).toMatchObject({ visits: [], dropped: { "left-alone-after-lock-out": 1 } });
  expect(camera.requests).toHaveLength(1);
});

test("a camera that has a word about locks in its answers is visited again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-cameras-"));
  stops.push(() => rm(folder, { recursive: true }));
  const fault =
    "<s:Fault><s:Value>ter:ActionNotSupported</s:Value><s:Reason>Account locked. Lock locked.</s:Reason></s:Fault>";
  const camera = await server(onvif({ GetServices: fault, GetCapabilities: fault }));
  const address = await plainPeer(camera);
  for (let round = 0; round < 2; round++)
    expect((await found([address], { dataDir: folder })).visits[0]?.finding.asked[1]).toEqual({
      call: "get-services",
      outcome: "fault",
    });
});

test("a camera that ends every second connection is asked again in peace, one that ends the first is not", async () => {
  let last = 0;
  const oneASecond = await server((socket, request) => {
    if (Date.now() - last < 1_000) return socket.resetAndDestroy();
    last = Date.now();
    return onvif()(socket, request);
  });
  const [visit] = (await found([await plainPeer(oneASecond)])).visits;
  expect(visit?.finding.asked.map(({ outcome }) => outcome)).toEqual(["answered", "answered", "answered"]);

  const never = await server((socket) => socket.destroy());
  expect((await found([await plainPeer(never)])).visits).toEqual([]);
  expect(never.connections).toBe(1);
});

test("a match without XAddrs is tried at the usual entry point, and that is told", async () => {
  const address = await peer((id, say) => say(probeMatches(id, probeMatch("urn:1", ""))));
  const { dropped } = await found([address]);
  expect(dropped["match-without-xaddrs"]).toBe(1);
  expect(Object.keys(dropped).some((reason) => reason.startsWith("not-confirmed-"))).toBe(true);
});

test("an answer made to slow the reader down costs a visit little, and the next camera is visited", async () => {
  const bomb = services(`http://v.example/${"face/".repeat(30_000)}`);
  const attributes = `<GetServicesResponse xmlns="http://www.onvif.org/ver10/device/wsdl" ${Array.from({ length: 10_000 }, (_, n) => `xmlns:a${n}="http://v.example/a"`).join(" ")}/>`;
  const cameras = await Promise.all([bomb, attributes].map((body) => server(onvif({ GetServices: body }))));
  const honest = await server(onvif());
  const addresses = await Promise.all([...cameras, honest].map((each) => plainPeer(each)));
  const from = process.cpuUsage();
  const { visits } = await found(addresses);
  expect(process.cpuUsage(from).user).toBeLessThan(5e6);
  expect(visits.map(({ finding }) => finding.asked[1]?.outcome)).toEqual(["too-long", "too-long", "answered"]);
});

test("an answer to any call in a charset of its own is read", async () => {
  const listed = soap(
    services("http://vendor.example/人脸识别/face_detection", "http://www.onvif.org/ver10/media/wsdl"),
  );
  const camera = await server((socket, request) =>
    request.includes("GetServices")
      ? reply(Buffer.from(`\uFEFF${listed}`, "utf16le"))(socket)
      : reply(soap(TIME))(socket),
  );
  const [visit] = (await found([await plainPeer(camera)])).visits;
  expect(visit?.finding.ladder).toMatchObject([
    { category: "face-recognition", step: "advertised" },
    { category: "face-detection", step: "advertised" },
  ]);
});
