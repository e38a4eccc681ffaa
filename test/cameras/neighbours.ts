import { createSocket, type Socket } from "node:dgram";
import { afterAll, afterEach, beforeAll } from "vitest";
import { AccountabilityLog } from "../../agent/src/cameras/accountability/accountability-log.ts";
import { askAnnouncements, type SearchLog } from "../../agent/src/cameras/discover/announced/ask-announcements.ts";
import type { Lead } from "../../agent/src/cameras/discover/announced/leads.ts";
import type { AnnouncingProtocol } from "../../agent/src/cameras/discover/announced/protocol.ts";
import type { GuardPolicy } from "../../agent/src/cameras/interrogate/address-guard.ts";
import { CameraBook } from "../../agent/src/cameras/known/camera-book.ts";
import { FullVisits } from "../../agent/src/cameras/known/full-visits.ts";
import { Politeness } from "../../agent/src/cameras/politeness.ts";
import { ReadingThread } from "../../agent/src/cameras/reading-thread.ts";
import { CameraRounds, type Round } from "../../agent/src/cameras/round.ts";
import { onvif, services, startHostileServer, type HostileServer } from "../../demo/src/fake-camera/hostile-camera.ts";

// A neighbourhood on the loopback address, for the tests of what devices announce.

const reader = new ReadingThread();
beforeAll(() => reader.start());
afterAll(() => reader.stop());

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Say = (datagram: string | Uint8Array, as?: string) => void;

let ports = 42_000 + (process.pid % 1_000) * 10;
/** A neighbourhood that hears the question of one protocol and answers, in whose name it likes. The protocol is the real one at another port. */
export async function neighbours(
  protocol: AnnouncingProtocol,
  answer: (say: Say) => void,
  toGroup = false,
): Promise<{ protocol: AnnouncingProtocol; heard: Buffer[] }> {
  const port = ports++;
  const heard: Buffer[] = [];
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  const others = new Map<string, Socket>();
  socket.on("message", (question, from) => {
    // What it sends to the group comes back to it.
    if (toGroup && heard.length > 0) return;
    heard.push(question);
    answer((datagram, as = "127.0.0.1") => {
      const other = others.get(as) ?? createSocket("udp4");
      const send = (): void =>
        toGroup ? other.send(datagram, port, protocol.group) : other.send(datagram, from.port, from.address);
      if (others.has(as)) return send();
      others.set(as, other);
      other.bind(0, as, () => {
        other.setMulticastInterface("127.0.0.1");
        send();
      });
    });
  });
  await new Promise<void>((done) => socket.bind(port, protocol.group, done));
  socket.addMembership(protocol.group, "127.0.0.1");
  stops.push(() => {
    for (const each of [socket, ...others.values()]) each.close();
  });
  return { protocol: { ...protocol, port }, heard };
}

const POLICY: GuardPolicy = { allowLoopback: true, allowed: [], denied: [], ownPorts: [], ownAddresses: [] };
export const budget = (): Politeness => new Politeness(undefined, () => Date.now());
const LISTEN = 600;

/** What one question brings, without a visit. */
export async function leadsOf(
  protocol: AnnouncingProtocol,
  over: { budget?: Politeness; signal?: AbortSignal; log?: SearchLog; listenMilliseconds?: number } = {},
): Promise<{ leads: Lead[]; dropped: Record<string, number> }> {
  const dropped: Record<string, number> = {};
  const leads = await askAnnouncements(
    {
      protocols: [protocol],
      interfaces: ["127.0.0.1"],
      listenMilliseconds: over.listenMilliseconds ?? LISTEN,
      newId: () => "d311b3b5-a4c1-47c0-bf4b-c0a26de18451",
      budget: over.budget ?? budget(),
      log: over.log ?? (() => Promise.resolve(true)),
      count: (reason) => {
        dropped[reason] = (dropped[reason] ?? 0) + 1;
      },
    },
    reader,
    over.signal,
  );
  return { leads, dropped };
}

/** A whole round: the question, and visits to who has answered. */
export const round = (
  protocols: AnnouncingProtocol[],
  policy: Partial<GuardPolicy> = {},
  signal?: AbortSignal,
  rtspPort = 9,
): Promise<Round> =>
  new CameraRounds({
    discovery: {
      interfaces: ["127.0.0.1"],
      unicast: [],
      listenMilliseconds: LISTEN,
      jitterMilliseconds: () => 1,
      newMessageId: () => "urn:uuid:test",
      now: () => Date.now(),
      groupPort: 9,
    },
    visits: { userAgent: "test", deadlineMilliseconds: 3_000, now: () => Date.now(), rtspPort },
    politeness: budget(),
    book: new CameraBook(
      undefined,
      () => Date.now(),
      () => undefined,
    ),
    fullVisits: new FullVisits(undefined),
    policy: () => Promise.resolve({ ...POLICY, ...policy }),
    startReader: () => new ReadingThread(),
    announcements: { protocols, newId: () => "d311b3b5-a4c1-47c0-bf4b-c0a26de18451" },
    log: new AccountabilityLog(undefined),
    typed: { named: [], ranges: [], ports: [], isNamed: () => false },
  }).run(() => undefined, signal);

export async function server(play: Parameters<typeof startHostileServer>[0], address?: string): Promise<HostileServer> {
  const started = await startHostileServer(play, address);
  stops.push(() => started.stop());
  return started;
}
export const camera = (address?: string): Promise<HostileServer> =>
  server(onvif({ GetServices: services("http://www.onvif.org/ver10/media/wsdl") }), address);
