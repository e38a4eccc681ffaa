import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { preferTls } from "../../agent/src/cameras/audit/prefer-tls.ts";
import { makeCertificate } from "./certificate.ts";
import {
  drip,
  onvif,
  reply,
  startHostileServer,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const servers: HostileServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const PLAIN = { address: "127.0.0.1", port: 80, secure: false, path: "/onvif/device_service" };
const SETTINGS = { userAgent: "test", deadlineMilliseconds: 2_000 };

/** Where an account would be offered to a camera that plays so at its port for TLS, and what was written down and sent before. */
async function chosen(
  play: (socket: Socket, request: string) => void,
  isTls = true,
  signal = new AbortController().signal,
) {
  const certificate = isTls ? await makeCertificate() : undefined;
  const server = await startHostileServer(play, "127.0.0.1", 0, certificate);
  servers.push(server);
  const written: string[] = [];
  const target = await preferTls(PLAIN, {
    settings: SETTINGS,
    signal,
    port: server.port,
    log: ({ secure, port }, { method, path, account }) => {
      expect([port, secure, account, server.requests.length]).toEqual([server.port, true, false, written.length]);
      written.push(`${method} ${path}`);
      return Promise.resolve();
    },
  });
  expect(server.requests.every((request) => !/authorization|UsernameToken/i.test(request))).toBe(true);
  return { place: target.secure ? "TLS" : "clear", target, written, connections: server.connections };
}

const isapi = (socket: Socket, request: string): void =>
  request.startsWith("GET /ISAPI/System/deviceInfo")
    ? reply("", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="r", nonce="n", qop="auth"\r\n')(socket)
    : reply("", "HTTP/1.1 404 Not Found\r\n")(socket);
const asksEverywhere = reply("", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Basic realm="r"\r\n');

test("a camera that answers ONVIF or ISAPI by TLS is offered the account there, at the path that it has", async () => {
  const found = await chosen(onvif());
  expect([found.place, found.written]).toEqual(["TLS", ["POST /onvif/device_service"]]);
  expect(found.target.path).toBe(PLAIN.path);
  expect(await chosen(isapi)).toMatchObject({
    place: "TLS",
    written: ["POST /onvif/device_service", "GET /ISAPI/System/deviceInfo"],
  });
});

test.each([
  ["shows a page", reply("<html>a router</html>")],
  ["asks for Basic at any path", asksEverywhere],
  ["drips", drip],
  ["ends the connection", (socket: Socket): void => void socket.destroy()],
])("a port for TLS that %s is none of a camera's interface: the account goes where it was typed", async (_, play) => {
  expect((await chosen(play)).target).toEqual(PLAIN);
});

test("what speaks no TLS there, or takes no connection, is left", async () => {
  expect((await chosen(reply("in clear"), false)).target).toEqual(PLAIN);
  const gone = await startHostileServer(() => undefined);
  await gone.stop();
  const log = (): Promise<void> => Promise.reject(new Error("nothing is sent"));
  const { signal } = new AbortController();
  expect(await preferTls(PLAIN, { settings: SETTINGS, signal, port: gone.port, log })).toEqual(PLAIN);
});

test("what cannot be written down is not sent, and the kill switch lets nothing out", async () => {
  const server = await startHostileServer(onvif(), "127.0.0.1", 0, await makeCertificate());
  servers.push(server);
  const { signal } = new AbortController();
  const log = (): Promise<void> => Promise.reject(new Error("disk"));
  await expect(preferTls(PLAIN, { settings: SETTINGS, signal, port: server.port, log })).rejects.toThrow("disk");
  expect(server.requests).toEqual([]);
  expect(await chosen(onvif(), true, AbortSignal.abort())).toMatchObject({ place: "clear", connections: 0 });
});
