import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { mdns } from "../../agent/src/cameras/discover/mdns/mdns.ts";
import { encode } from "dns-packet";
import { askRtsp, type RtspAnswer } from "../../agent/src/cameras/interrogate/rtsp-call.ts";
import { raw, reply, services, soap, TIME } from "../../demo/src/fake-camera/hostile-camera.ts";
import { camera, neighbours, round, server } from "./neighbours.ts";

const SETTINGS = { userAgent: "Probewarden/1", deadlineMilliseconds: 500 };
const OPEN = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Example Rtsp Server/3.0\r\nPublic: OPTIONS, DESCRIBE, PLAY\r\n\r\n";
const LOGIN =
  'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm="IP Camera(C2875)", nonce="5ecret"\r\n\r\n';

const heard = async (play: (socket: Socket) => void): Promise<RtspAnswer | undefined> => {
  const { port } = await server(play);
  return askRtsp("OPTIONS", { address: "127.0.0.1", port }, SETTINGS);
};

test.each([
  ["a banner", raw(OPEN), "answered"],
  ["a login", raw(LOGIN), "refused"],
  ["a method that is not known", raw("RTSP/1.0 501 Not Implemented\r\n\r\n"), "fault"],
  ["another protocol", reply("x"), "bad-framing"],
  ["half an answer", raw("RTSP/1.0 200 OK\r\nServer:"), "truncated"],
  ["an answer that never ends", raw("RTSP/1.0 200 OK\r\n", false), "timed-out"],
  ["endless headers", raw(`RTSP/1.0 200 OK\r\n${"x: y\r\n".repeat(2_000)}`, false), "too-long"],
] as const)("%s is told as what it is, within its bounds", async (_name, play, outcome) => {
  const banner = await heard(play);
  expect(banner?.outcome).toBe(outcome);
  expect(banner?.raw.length).toBeLessThanOrEqual(4_096);
});

test("who says nothing, or takes no connection, is asked and not told", async () => {
  expect(await heard((socket) => socket.destroy())).toBeUndefined();
  expect(await heard(() => undefined)).toBeUndefined();
  const gone = await server(() => undefined);
  await gone.stop();
  expect(await askRtsp("OPTIONS", { address: "127.0.0.1", port: gone.port }, SETTINGS)).toBeUndefined();
});

/** A round that meets one web server, which announces itself, and one server of streams beside it. */
async function met(web: { port: number }, streams: { port: number }) {
  const found = await neighbours(mdns, (say) =>
    say(
      encode({
        type: "response",
        answers: [{ name: "_psia._tcp.local", type: "PTR", data: "a._psia._tcp.local" }],
        additionals: [{ name: "a._psia._tcp.local", type: "SRV", data: { port: web.port, target: "a.local" } }],
      }),
      "127.0.0.9",
    ),
  );
  return round([found.protocol], {}, undefined, streams.port);
}

test("a camera is asked for its banner once, by OPTIONS and nothing else, and its realm names the maker", async () => {
  const web = await camera("127.0.0.9");
  const streams = await server(raw(LOGIN), "127.0.0.9");
  const [visit] = (await met(web, streams)).visits;
  expect(streams.requests).toEqual(["OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: test\r\n\r\n"]);
  expect(visit?.finding).toMatchObject({ vendor: "Hikvision family", ladder: [] });
  expect(visit?.finding.asked.at(-1)).toEqual({ call: "rtsp-options", outcome: "refused" });
  const kept = Buffer.from(visit?.answers.at(-1)?.answer.kept ?? []).toString();
  expect(kept).toContain("IP Camera(C2875)");
  expect(kept).not.toContain("5ecret");
});

test("what the servers call themselves is a fact of the finding, cut and without what a terminal would obey, and proves nothing", async () => {
  const web = await server((socket, request) => {
    const head = `HTTP/1.1 200 OK\r\nServer: DNVRS-Webs\u009b31m${"x".repeat(400)}\r\ncontent-type: application/soap+xml\r\n`;
    reply(
      soap(request.includes("GetServices") ? services("http://www.onvif.org/ver10/media/wsdl") : TIME),
      head,
    )(socket);
  }, "127.0.0.9");
  const streams = await server(raw(OPEN), "127.0.0.9");
  const [visit] = (await met(web, streams)).visits;
  expect(visit?.finding).toMatchObject({ streamServer: "Example Rtsp Server/3.0", ladder: [] });
  expect(visit?.finding.webServer).toMatch(/^DNVRS-Webs\P{Cc}{1,3}31mx{100,}$/u);
  expect(visit?.finding.webServer?.length).toBeLessThanOrEqual(256);
});

test("who has not proven to be a camera is not asked for streams", async () => {
  const web = await server(reply("<html><p>a page</html>"), "127.0.0.9");
  const streams = await server(raw(OPEN), "127.0.0.9");
  expect((await met(web, streams)).visits).toEqual([]);
  expect(streams.connections).toBe(0);
});
