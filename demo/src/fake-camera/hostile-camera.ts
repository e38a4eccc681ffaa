/**
 * Cameras and others that misbehave, over real sockets: what a scanner must survive. The well-behaved ones stand beside, in `fake-camera.ts`.
 */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** A TCP server that plays one behaviour to whoever has sent a request. */
export interface HostileServer {
  port: number;
  /** Requests as they came, headers and all. */
  requests: string[];
  readonly connections: number;
  stop(): Promise<void>;
}

/** Starts a server on the loopback network that hands each connection to `play` once the request has begun. */
export async function startHostileServer(
  play: (socket: Socket, request: string) => void,
  address = "127.0.0.1",
  port = 0,
  tls?: TlsOptions,
): Promise<HostileServer> {
  const requests: string[] = [];
  let connections = 0;
  const open = new Set<Socket>();
  const accept = (socket: Socket): void => {
    connections++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // The scanner cuts the connection: that is the point of the exercise.
    socket.on("error", () => socket.destroy());
    socket.once("data", (chunk) => {
      requests.push(chunk.toString("latin1"));
      play(socket, chunk.toString("latin1"));
    });
  };
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  // A handshake that was broken off on purpose is no error of the test.
  server.on("tlsClientError", () => undefined);
  server.listen(port, address);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    get connections() {
      return connections;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A SOAP 1.2 envelope around a body. */
export const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;

const DEVICE = "http://www.onvif.org/ver10/device/wsdl";

/** The body of an answer in ONVIF's words: what makes an address an ONVIF device. */
export const TIME = `<GetSystemDateAndTimeResponse xmlns="${DEVICE}"/>`;

/** The body of an answer to GetServices that lists services by their namespaces. */
export const services = (...namespaces: string[]): string =>
  `<GetServicesResponse xmlns="${DEVICE}">${namespaces
    .map((each) => `<Service><Namespace>${each}</Namespace><Capabilities><x/></Capabilities></Service>`)
    .join("")}</GetServicesResponse>`;

/** Plays an ONVIF device: answers each call, by its name, with a body. */
export const onvif =
  (answers: Readonly<Record<string, string>> = {}) =>
  (socket: Socket, request: string): void => {
    const call = /<(Get\w+) xmlns/.exec(request)?.[1] ?? "";
    const known: Readonly<Record<string, string>> = {
      GetSystemDateAndTime: TIME,
      GetServices: services("http://www.onvif.org/ver10/media/wsdl"),
      GetCapabilities: `<GetCapabilitiesResponse xmlns="${DEVICE}"/>`,
      ...answers,
    };
    reply(soap(known[call] ?? "<s:Fault/>"))(socket);
  };

/** Sends a whole answer with the right length, then closes. */
export const reply =
  (body: string | Buffer, head = "HTTP/1.1 200 OK\r\ncontent-type: application/soap+xml\r\n") =>
  (socket: Socket): void => {
    const octets = Buffer.from(body);
    socket.write(`${head}content-length: ${octets.length}\r\n\r\n`);
    socket.end(octets);
  };

/** Sends octets as they are, then closes unless told to stay. */
export const raw =
  (text: string, close = true) =>
  (socket: Socket): void => {
    socket.write(text);
    if (close) socket.end();
  };

/** One octet each 100 ms, for ever. */
export function drip(socket: Socket): void {
  socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
  const timer = setInterval(() => socket.write("<"), 100);
  socket.on("close", () => clearInterval(timer));
}

/** Sends as fast as the peer reads, up to `octets`; chunked when `chunked`. */
export const flood =
  (octets: number, chunked: boolean) =>
  (socket: Socket): void => {
    const block = Buffer.alloc(64 * 1024, "<a/>");
    socket.write(`HTTP/1.1 200 OK\r\n${chunked ? "transfer-encoding: chunked" : `content-length: ${octets}`}\r\n\r\n`);
    let left = octets;
    const more = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= block.length;
        if (chunked) socket.write(`${block.length.toString(16)}\r\n`);
        const took = socket.write(block);
        if (chunked) socket.write("\r\n");
        if (!took) return;
      }
    };
    socket.on("drain", more);
    more();
  };

/** A UDP peer that answers discovery as it likes. */
export async function startHostileResponder(
  answer: (socket: UdpSocket, messageId: string, from: RemoteInfo) => void,
  address = "127.0.0.1",
): Promise<{ target: { host: string; port: number }; asked: number; stop(): void }> {
  const socket = createSocket("udp4");
  const responder = { target: { host: address, port: 0 }, asked: 0, stop: () => void socket.close() };
  socket.on("message", (datagram, from) => {
    responder.asked++;
    answer(socket, /MessageID>([^<]+)</.exec(datagram.toString("latin1"))?.[1] ?? "", from);
  });
  socket.bind(0, address);
  await once(socket, "listening");
  responder.target.port = socket.address().port;
  return responder;
}

/** One ProbeMatch. */
export const probeMatch = (
  endpoint: string,
  xaddrs: string,
  scopes = "onvif://www.onvif.org/type/video_encoder",
): string =>
  `<d:ProbeMatch><a:EndpointReference><a:Address>${endpoint}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>` +
  `<d:Scopes>${scopes}</d:Scopes><d:XAddrs>${xaddrs}</d:XAddrs></d:ProbeMatch>`;

/** An answer to a discovery probe. */
export const probeMatches = (relatesTo: string, matches: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">` +
  `<s:Header>${relatesTo === "" ? "" : `<a:RelatesTo>${relatesTo}</a:RelatesTo>`}</s:Header><s:Body><d:ProbeMatches>${matches}</d:ProbeMatches></s:Body></s:Envelope>`;
