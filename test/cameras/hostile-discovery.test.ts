import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  discover as discoverWith,
  type DiscoveryResult,
  type DiscoverySettings,
} from "../../agent/src/cameras/discover/ws-discovery.ts";
import { Politeness } from "../../agent/src/cameras/politeness.ts";
import { ReadingThread } from "../../agent/src/cameras/reading-thread.ts";
import { probeMatch, probeMatches, startHostileResponder } from "../../demo/src/fake-camera/hostile-camera.ts";

const reader = new ReadingThread();
beforeAll(() => reader.start());
afterAll(() => reader.stop());
const discover = (settings: DiscoverySettings): Promise<DiscoveryResult> => discoverWith(settings, reader);

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

let ids = 0;
const settings = (
  unicast: { host: string; port: number }[],
  over: Partial<DiscoverySettings> = {},
): DiscoverySettings => ({
  interfaces: [],
  unicast,
  listenMilliseconds: 300,
  // Long enough for an answer to be read on a machine that is busy: who has answered is not asked again.
  jitterMilliseconds: () => 200,
  newMessageId: () => `urn:uuid:test-${ids++}`,
  now: () => Date.now(),
  budget: new Politeness(undefined, () => Date.now()),
  mayAsk: () => true,
  ...over,
});

async function responder(...[answer, address]: Parameters<typeof startHostileResponder>) {
  const started = await startHostileResponder(answer, address);
  stops.push(() => started.stop());
  return started;
}

test("rubbish is counted by reason, and the camera behind it is still found", async () => {
  const rubbish = [
    Buffer.alloc(0),
    Buffer.from([0]),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
    Buffer.alloc(60_000, 0x41),
    Buffer.from(probeMatches("x", "")),
    Buffer.from("<Envelope/>"),
    Buffer.from(`<a>${"<b>".repeat(500)}`),
    Buffer.concat([Buffer.from([0x20, 0, 0, 0]), Buffer.from("DHIP"), Buffer.alloc(24, 0xff)]),
  ];
  const peer = await responder((socket, id, from) => {
    for (const each of rubbish) socket.send(each, from.port, from.address);
    socket.send(probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/")), from.port, from.address);
  });
  const { devices, dropped } = await discover(settings([peer.target]));
  expect(devices).toHaveLength(1);
  expect(dropped).toMatchObject({
    "empty-datagram": 1,
    malformed: 4,
    "no-matches": 1,
    "not-probe-matches": 1,
    "too-deep": 1,
  });
});

test("of several matches in one answer the readable ones are kept and the others counted", async () => {
  const peer = await responder((socket, id, from) => {
    const matches =
      probeMatch("urn:1", "http://127.0.0.1/") +
      probeMatch("", "http://127.0.0.1/") +
      probeMatch("urn:3", "") +
      probeMatch("urn:4", "http://127.0.0.1:81/4");
    socket.send(probeMatches(id, matches), from.port, from.address);
  });
  const { devices, dropped } = await discover(settings([peer.target]));
  expect(devices.map((each) => each.match.endpointReference)).toEqual(["urn:1", "urn:3", "urn:4"]);
  expect(dropped).toEqual({ "match-without-endpoint": 1, "match-without-xaddrs": 1 });
});

test.each(["", "urn:uuid:somebody-else"])("an answer that relates to %j is only counted", async (relatesTo) => {
  const peer = await responder((socket, _id, from) =>
    socket.send(probeMatches(relatesTo, probeMatch("urn:1", "http://127.0.0.1/")), from.port, from.address),
  );
  const { devices, dropped } = await discover(settings([peer.target]));
  expect(devices).toEqual([]);
  expect(dropped["unsolicited"]).toBe(peer.asked);
});

test("an answer from another port is accepted, and who has answered is not asked again", async () => {
  const peer = await responder((_socket, id, from) => {
    const other = createSocket("udp4");
    other.send(probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/")), from.port, from.address, () =>
      other.close(),
    );
  });
  const { devices } = await discover(settings([peer.target], { jitterMilliseconds: () => 100 }));
  expect(devices).toHaveLength(1);
  expect(peer.asked).toBe(1);
});

test("one device per address and endpoint reference; a repeated answer only refreshes it", async () => {
  const matches = probeMatch("urn:same", "http://127.0.0.1/");
  const twice = await responder((socket, id, from) => {
    for (let n = 0; n < 3; n++) socket.send(probeMatches(id, matches), from.port, from.address);
  });
  const other = await responder(
    (socket, id, from) => socket.send(probeMatches(id, matches), from.port, from.address),
    "127.0.0.2",
  );
  const { devices } = await discover(settings([twice.target, other.target]));
  expect(devices.map((each) => [each.address, each.answers])).toEqual(
    expect.arrayContaining([
      ["127.0.0.1", 3],
      ["127.0.0.2", 1],
    ]),
  );
});

test("of a thousand cameras that one address claims, sixteen are kept and the rest is counted", async () => {
  const peer = await responder((socket, id, from) => {
    for (let n = 0; n < 20; n++) {
      const matches = Array.from({ length: 50 }, (_, m) =>
        probeMatch(`urn:${n}-${m}`, `http://127.0.0.1:${8000 + 50 * n + m}/`),
      ).join("");
      socket.send(probeMatches(id, matches), from.port, from.address);
    }
  });
  const { devices, dropped } = await discover(settings([peer.target], { jitterMilliseconds: () => 400 }));
  expect(devices).toHaveLength(16);
  expect(dropped["implausible-number-of-devices"]).toBe(984);
});

/** One after the other, and the event loop between them: no buffer of the kernel fills, however small it is. */
function inTurns(times: number, send: () => void): void {
  if (times === 0) return;
  send();
  setImmediate(() => inTurns(times - 1, send));
}

test("of a flood of datagrams from one address so many are read as a round needs, the rest is counted, and the camera behind it is found", async () => {
  const camera = await responder((socket, id, from) => {
    socket.send(probeMatches(id, probeMatch("urn:2", "http://127.0.0.9/")), from.port, from.address);
  }, "127.0.0.9");
  const peer = await responder((socket, id, from) =>
    inTurns(600, () =>
      socket.send(probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/")), from.port, from.address),
    ),
  );
  const long = { jitterMilliseconds: () => 2_000, lostDatagrams: () => 0 };
  const { devices, dropped } = await discover(settings([peer.target, camera.target], long));
  expect(devices.map(({ address, answers }) => `${address} ${answers}`).toSorted()).toEqual([
    "127.0.0.1 512",
    "127.0.0.9 1",
  ]);
  expect(dropped).toEqual({ "flood-by-ws-discovery": 88 });
});

test("large datagrams of one address are read up to a megabyte", async () => {
  const peer = await responder((socket, id, from) => {
    const large = probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/")) + " ".repeat(60_000);
    inTurns(20, () => socket.send(large, from.port, from.address));
  });
  const { devices, dropped } = await discover(settings([peer.target], { jitterMilliseconds: () => 2_000 }));
  expect(devices).toMatchObject([{ answers: 18 }]);
  expect(dropped).toEqual({ "flood-by-ws-discovery": 2 });
});

test("a device that changes its endpoint reference within a round is one device, and that is told", async () => {
  let n = 0;
  const peer = await responder((socket, id, from) => {
    for (let each = 0; each < 5; each++)
      socket.send(probeMatches(id, probeMatch(`urn:${n++}`, "http://127.0.0.1:8000/")), from.port, from.address);
  });
  const { devices } = await discover(settings([peer.target]));
  expect(devices).toMatchObject([{ answers: 5, changesReference: true, contradictsItself: false }]);
});

test("two web ports behind one address are two devices; one that names none at first is the one that names it later", async () => {
  const peer = await responder((socket, id, from) => {
    for (const [endpoint, xaddr] of [
      ["urn:1", "http://127.0.0.1:81/"],
      ["urn:2", ""],
      ["urn:2", "http://127.0.0.1:82/"],
      ["urn:2", ""],
    ] as const)
      socket.send(probeMatches(id, probeMatch(endpoint, xaddr)), from.port, from.address);
  });
  const { devices } = await discover(settings([peer.target]));
  expect(devices.map((each) => [each.match.xaddrs, each.answers])).toEqual([
    [["http://127.0.0.1:81/"], 1],
    [["http://127.0.0.1:82/"], 3],
  ]);
});

test("answers in one name that claim different models contradict each other", async () => {
  const scope = (model: string): string => `onvif://www.onvif.org/hardware/${model}`;
  const peer = await responder((socket, id, from) => {
    for (const model of ["HB-1", "FACE-1"])
      socket.send(probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/", scope(model))), from.port, from.address);
  });
  expect((await discover(settings([peer.target]))).devices).toMatchObject([{ contradictsItself: true }]);
});

test.each([
  [
    "a control octet in a scope",
    "onvif://www.onvif.org/location/hall\x0b2 onvif://www.onvif.org/name/x",
    "ill-formed-scope",
  ],
  ["octets that are no text", "onvif://www.onvif.org/location/\xff onvif://www.onvif.org/name/x", "ill-formed-scope"],
])("%s spoils that scope and not the device", async (_name, scopes, reason) => {
  const peer = await responder((socket, id, from) => {
    const text = probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/", scopes));
    socket.send(Buffer.from(text, "latin1"), from.port, from.address);
  });
  const { devices, dropped } = await discover(settings([peer.target]));
  expect(devices[0]?.match.scopes).toEqual(["onvif://www.onvif.org/name/x"]);
  expect(dropped).toEqual({ [reason]: 1 });
});

test.each([
  ["a bare ampersand", (text: string) => text.replace("urn:1", "urn:1&a")],
  ["a blank line in front", (text: string) => `\r\n\r\n${text}`],
  ["NUL octets behind", (text: string) => `${text}\0\0`],
  ["no blank between attributes", (text: string) => text.replaceAll('" xmlns', '"xmlns')],
])("%s is read as it was meant", async (_name, spoil) => {
  const peer = await responder((socket, id, from) =>
    socket.send(spoil(probeMatches(id, probeMatch("urn:1", "http://127.0.0.1/"))), from.port, from.address),
  );
  const { devices, dropped } = await discover(settings([peer.target]));
  expect(devices).toHaveLength(1);
  expect(dropped).toEqual({});
});

test("who answered a group is asked for its own word, and that outweighs what others say in its name", async () => {
  const scope = (model: string): string => `onvif://www.onvif.org/hardware/${model}`;
  const at = "http://127.0.0.9:8000/";
  // The real camera, at the port of the group.
  const camera = await responder((socket, id, from) => {
    socket.send(probeMatches(id, probeMatch("urn:1", at, scope("HB-1"))), from.port, from.address);
  }, "127.0.0.9");
  // Somebody who hears the probe that went to all, and answers in the camera's name and in that of an address where nobody is.
  const forger = await responder((_socket, id, from) => {
    for (const name of ["127.0.0.9", "127.0.0.8"]) {
      const socket = createSocket("udp4");
      socket.bind(0, name, () =>
        socket.send(probeMatches(id, probeMatch("urn:1", at, scope("FACE-1"))), from.port, from.address, () =>
          socket.close(),
        ),
      );
    }
  });
  const { devices } = await discover(settings([forger.target], { groupPort: camera.target.port }));
  expect(devices.map((each) => [each.address, each.isOwnWord, each.isContradicted, each.match.scopes[0]])).toEqual(
    expect.arrayContaining([
      ["127.0.0.8", false, false, scope("FACE-1")],
      ["127.0.0.9", true, true, scope("HB-1")],
    ]),
  );
  expect(devices).toHaveLength(2);
  expect(camera.asked).toBe(1);
});

test("two hundred cameras that answer at once are all heard", async () => {
  const peer = await responder((_socket, id, from) => {
    for (let n = 1; n <= 200; n++) {
      const camera = createSocket("udp4");
      camera.bind(0, `127.0.1.${n}`, () =>
        camera.send(
          probeMatches(id, probeMatch(`urn:${n}`, "http://127.0.0.1/") + " ".repeat(1500)),
          from.port,
          from.address,
          () => camera.close(),
        ),
      );
    }
  });
  const { devices } = await discover(settings([peer.target], { jitterMilliseconds: () => 500 }));
  expect(devices).toHaveLength(200);
});

test(
  "of a thousand that answer at once what is lost is counted, and who was not heard is heard when it is asked again",
  { timeout: 60_000 },
  async () => {
    const sockets = await Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        const camera = createSocket("udp4");
        camera.bind(0, `127.0.${2 + (n >> 8)}.${n & 255}`);
        await once(camera, "listening");
        stops.push(() => camera.close());
        return camera;
      }),
    );
    let asked = 0;
    const ports = new Set<number>();
    // Nobody in particular is asked: the target says nothing itself, so that it is asked again as a group is.
    const peer = await responder((_socket, id, from) => {
      ports.add(from.port);
      const half = asked++ % 2;
      // As with a buffer that is full: of the first question every second answer is lost on the way.
      for (const [n, camera] of sockets.entries())
        if (asked > 1 || n % 2 === half)
          camera.send(
            probeMatches(id, probeMatch(`urn:${n}`, `http://127.0.${2 + (n >> 8)}.${n & 255}/`)),
            from.port,
            from.address,
          );
    });
    const lostDatagrams = (port: number): number => (ports.has(port) ? 500 : 0);
    const { devices, dropped } = await discover(
      settings([peer.target], { jitterMilliseconds: () => 1_000, lostDatagrams, mayAsk: () => false }),
    );
    expect(asked).toBe(6);
    expect(dropped["answers-lost"]).toBe(500);
    expect(devices).toHaveLength(1_000);
  },
);

test.each([1_000, 3_000])(
  "of %i that answer before anything is read, each answer is either read or counted as lost, and no camera stays unheard that came through once",
  { timeout: 120_000 },
  async (number) => {
    const addressOf = (n: number): string => `127.0.${16 + (n >> 8)}.${n & 255}`;
    const sockets = await Promise.all(
      Array.from({ length: number }, async (_, n) => {
        const camera = createSocket("udp4");
        camera.bind(0, addressOf(n));
        await once(camera, "listening");
        stops.push(() => camera.close());
        return camera;
      }),
    );
    let sent = 0;
    let round = 0;
    const peer = await responder((_socket, id, from) => {
      // All in one turn of the event loop, so that nothing is read meanwhile; each time others are the first.
      const first = Math.floor((round++ * number) / 6);
      for (let at = 0; at < number; at++) {
        const n = (first + at) % number;
        const answer = probeMatches(id, probeMatch(`urn:${n}`, `http://${addressOf(n)}/`));
        sockets[n]?.send(answer, from.port, from.address, (error) => void (sent += error === null ? 1 : 0));
      }
    });
    const heard = new Set<string>();
    let read = 0;
    const counting: Pick<ReadingThread, "datagram"> = {
      datagram: async (datagram) => {
        read++;
        const found = await reader.datagram(datagram);
        if (typeof found !== "string") for (const { endpointReference } of found.matches) heard.add(endpointReference);
        return found;
      },
    };
    const one = settings([peer.target], { jitterMilliseconds: () => 1_000, mayAsk: () => false });
    const { devices, dropped } = await discoverWith(one, counting);
    expect(round).toBe(6);
    expect(read + (dropped["answers-lost"] ?? 0)).toBe(sent);
    expect(devices).toHaveLength(heard.size);
    expect(heard.size).toBeGreaterThan(number / 6);
  },
);

test("an interface is asked at most six times in ten minutes", async () => {
  const budget = new Politeness(undefined, () => 0);
  const again = settings([], { interfaces: ["127.0.0.1"], budget, groupPort: 9, listenMilliseconds: 1 });
  expect((await discover(again)).dropped["burst-budget-spent"]).toBeUndefined();
  expect((await discover(again)).dropped["burst-budget-spent"]).toBe(1);
});

test("an interface that is gone is counted and does not end the round", async () => {
  const { dropped } = await discover(settings([], { interfaces: ["192.0.2.77"], listenMilliseconds: 1 }));
  expect(dropped).toEqual({ "interface-unusable": 1 });
});
