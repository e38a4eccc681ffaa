import { createSocket } from "node:dgram";
import { afterEach, expect, test, vi } from "vitest";
import { HelloListener } from "../../agent/src/cameras/discover/hello/hello-listener.ts";
import { DISCOVERY_GROUP } from "../../agent/src/cameras/discover/probe-message.ts";
import { ReadingThread } from "../../agent/src/cameras/reading-thread.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

let port = 53_000 + (process.pid % 1_000) * 5;
const message = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body>${body}</s:Body></s:Envelope>`;
const hello = (types: string): string => message(`<d:Hello><d:Types>${types}</d:Types></d:Hello>`);

/** A listener on the loopback address, and who says what to its group in whose name. */
async function listener(now = (): number => Date.now()) {
  const dropped: Record<string, number> = {};
  const heard = vi.fn<() => void>();
  const listening = new HelloListener(
    {
      interfaces: () => ["127.0.0.1"],
      mayAsk: (address) => address !== "127.0.0.66",
      heard,
      count: (reason) => {
        dropped[reason] = (dropped[reason] ?? 0) + 1;
      },
      now,
      port: ++port,
    },
    new ReadingThread(),
  );
  await listening.start();
  // Again, as at each round: it is a member already.
  await listening.start();
  stops.push(() => listening.stop());
  const say = async (datagram: string, as = "127.0.0.1"): Promise<void> => {
    const socket = createSocket("udp4");
    await new Promise<void>((done) => socket.bind(0, as, done));
    socket.setMulticastInterface("127.0.0.1");
    await new Promise<void>((done) => socket.send(datagram, port, DISCOVERY_GROUP, () => done()));
    socket.close();
  };
  return { heard, dropped, say };
}

test("a camera's Hello is heard; printers, questions, Byes, rubbish and who is never asked are numbers", async () => {
  const { heard, dropped, say } = await listener();
  await say("");
  await say("<d:Hello");
  await say(message("<d:Probe/>"));
  await say(message("<d:Bye/>"));
  await say(hello("wprt:PrintDeviceType"), "127.0.0.7");
  await say(hello("dn:NetworkVideoTransmitter"), "127.0.0.66");
  await say(hello("dn:NetworkVideoTransmitter tds:Device"), "127.0.0.9");
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 10_000);
  expect(dropped).toEqual({
    "unreadable-hello-malformed": 1,
    bye: 1,
    "not-a-camera-by-hello": 1,
    "hello-of-whom-is-never-asked": 1,
  });
});

test("a flood from one address is bounded by the minute and told, and hides nobody", async () => {
  let now = 0;
  const { heard, dropped, say } = await listener(() => now);
  for (let n = 0; n < 20; n++) await say(hello("dn:NetworkVideoTransmitter"), "127.0.0.9");
  await say(hello("dn:NetworkVideoTransmitter"), "127.0.0.8");
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(17), 10_000);
  expect(dropped).toEqual({ "flood-by-hello": 4 });
  now = 60_000;
  await say(hello("dn:NetworkVideoTransmitter"), "127.0.0.9");
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(18), 10_000);
});
