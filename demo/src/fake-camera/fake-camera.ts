import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DigestDoor } from "./digest-door.ts";
import { NOT_AUTHORIZED, NOT_THERE, readPath, readReplies, timeOf, type FakeCameraProfile } from "./replies.ts";
import { TokenDoor } from "./token-door.ts";

const LOOPBACK = "127.0.0.1";
/** Of a camera without an account: nothing answers it. */
const NOBODYS_CHALLENGE = 'Digest realm="fake camera", qop="auth", nonce="0", algorithm=MD5';

/** One request that a fake camera got, for whoever wants to hold the scanner to its manners. */
export interface SeenRequest {
  call: string;
  headers: IncomingMessage["headers"];
}

/** A running fake camera. */
export interface FakeCamera {
  /** Where it answers discovery, `127.0.0.1:port`. */
  discovery: string;
  httpPort: number;
  requests: SeenRequest[];
  /** Octets of all its connections and datagrams so far, both ways, without the headers of IP, TCP and UDP. */
  octets: () => number;
  /** From now on it answers so to who has logged in and reads this path, as after a new firmware or a changed setting. */
  nowSays(path: string, answer: string): void;
  stop(): Promise<void>;
}

/**
 * An ONVIF camera on the loopback address: it answers unicast WS-Discovery on its own UDP port and the calls of class PRE_AUTH over
 * HTTP, and refuses all others with 401, unless its profile has an account: who logs in with that by Digest reads its files too. One that knows
 * its account in SOAP alone refuses with 400 and a fault, and asks for nothing in HTTP.
 * @param options.address an address of this machine; absent: 127.0.0.1
 * @param options.port TCP port; 0 or absent takes a free one
 * @param options.discoveryPort UDP port, likewise
 */
export async function startFakeCamera(options: {
  address?: string;
  port?: number;
  discoveryPort?: number;
  profile: FakeCameraProfile;
}): Promise<FakeCamera> {
  const { address = LOOPBACK } = options;
  const replies = readReplies(options.profile);
  const requests: SeenRequest[] = [];
  const changed = new Map<string, Buffer>();
  let octets = 0;
  const { account, asksInSoap } = options.profile;
  const door = account === undefined || asksInSoap ? undefined : new DigestDoor(account, "fake camera");
  const tokens = account !== undefined && asksInSoap ? new TokenDoor(account, () => timeOf(replies)) : undefined;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const call = calledIn(body);
      requests.push({ call, headers: request.headers });
      const { method = "", url = "" } = request;
      const isAdmitted = door?.admits(method, url, request.headers.authorization) ?? tokens?.admits(body) ?? false;
      if (!isAdmitted && tokens !== undefined) return refuseInSoap(response, method === "POST", replies.get(call));
      if (!isAdmitted) return answer(response, replies.get(call), door?.challenge);
      if (method === "POST")
        return answer(response, replies.get(call) ?? readPath(options.profile, `/${call}`) ?? NOT_THERE);
      const found = changed.get(url) ?? readPath(options.profile, url);
      response.statusCode = found === undefined ? 404 : 200;
      response.end(found);
    });
  });
  server.on("connection", (socket) => socket.once("close", () => (octets += socket.bytesRead + socket.bytesWritten)));
  server.listen(options.port ?? 0, address);
  await once(server, "listening");
  const { port: httpPort } = server.address() as AddressInfo;

  const udp = createSocket("udp4");
  udp.on("message", (datagram, from) => {
    const messageId = /<(?:\w+:)?MessageID[^>]*>([^<]{1,200})</.exec(datagram.toString("utf8"))?.[1];
    if (messageId === undefined) return;
    const place = `${address}:${httpPort}`;
    const match = probeMatches(options.profile, messageId, place);
    octets += datagram.length + match.length;
    udp.send(match, from.port, from.address);
  });
  udp.bind(options.discoveryPort ?? 0, address);
  await once(udp, "listening");

  return {
    discovery: `${address}:${udp.address().port}`,
    httpPort,
    requests,
    octets: () => octets,
    nowSays: (path, answer) => void changed.set(path, Buffer.from(answer)),
    stop: async () => {
      udp.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Name of the first element of a SOAP body. */
function calledIn(request: string): string {
  return /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(request)?.[1] ?? "";
}

function answer(response: ServerResponse, reply: Buffer | undefined, challenge = NOBODYS_CHALLENGE): void {
  response.setHeader("content-type", "application/soap+xml; charset=utf-8");
  if (reply === undefined) {
    response.setHeader("www-authenticate", challenge);
    response.statusCode = 401;
  }
  const body = reply ?? NOT_AUTHORIZED;
  response.setHeader("content-length", body.length);
  response.end(body);
}

/** A camera that knows logins in SOAP alone says so in a fault; at other paths there is nothing. */
function refuseInSoap(response: ServerResponse, isSoap: boolean, reply: Buffer | undefined): void {
  response.statusCode = !isSoap ? 404 : reply === undefined ? 400 : 200;
  response.end(isSoap ? (reply ?? NOT_AUTHORIZED) : undefined);
}

function probeMatches(profile: FakeCameraProfile, relatesTo: string, place: string): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"` +
      ` xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>` +
      `<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header>` +
      `<s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${profile.endpointReference}</a:Address></a:EndpointReference>` +
      `<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${profile.scopes.join(" ")}</d:Scopes>` +
      `<d:XAddrs>http://${place}/onvif/device_service</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>` +
      `</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`,
  );
}
