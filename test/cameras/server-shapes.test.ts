import { afterEach, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { raw, startHostileServer, type HostileServer } from "../../demo/src/fake-camera/hostile-camera.ts";

let server: HostileServer | undefined;
afterEach(() => server?.stop());

const TDS = "http://www.onvif.org/ver10/device/wsdl";
const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";
const SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/";
const SERVICE =
  "<tds:Service><tds:Namespace>http://www.onvif.org/ver10/media/wsdl</tds:Namespace><tds:XAddr>http://192.0.2.1/onvif/media</tds:XAddr></tds:Service>" +
  "<tds:Service><tds:Namespace>http://www.onvif.org/ver20/analytics/wsdl</tds:Namespace><tds:XAddr>http://192.0.2.1/onvif/analytics</tds:XAddr></tds:Service>";
const ANSWERS: Readonly<Record<string, string>> = {
  GetSystemDateAndTime: "<tds:GetSystemDateAndTimeResponse/>",
  GetServices: `<tds:GetServicesResponse>${SERVICE}</tds:GetServicesResponse>`,
};
const envelope = (body: string, prefix = "SOAP-ENV", soap = SOAP12): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}:Envelope xmlns:${prefix}="${soap}" xmlns:tds="${TDS}" xmlns:ter="http://www.onvif.org/ver10/error">` +
  `<${prefix}:Header></${prefix}:Header><${prefix}:Body>${body}</${prefix}:Body></${prefix}:Envelope>`;
const fault12 = (prefix: string): string =>
  `<${prefix}:Fault><${prefix}:Code><${prefix}:Value>${prefix}:Sender</${prefix}:Value><${prefix}:Subcode><${prefix}:Value>ter:ActionNotSupported</${prefix}:Value></${prefix}:Subcode></${prefix}:Code>` +
  `<${prefix}:Reason><${prefix}:Text xml:lang="en">no</${prefix}:Text></${prefix}:Reason></${prefix}:Fault>`;
const fault11 = (prefix: string): string =>
  `<${prefix}:Fault><faultcode>${prefix}:Client</faultcode><faultstring>Method not implemented</faultstring></${prefix}:Fault>`;
const framed = (body: string, type = "application/soap+xml; charset=utf-8", status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\nServer: gSOAP/2.8\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
const chunked = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n${body
    .match(/[^]{1,40}/g)
    ?.map((part) => `${Buffer.byteLength(part).toString(16)};x=y\r\n${part}\r\n`)
    .join("")}0\r\nTrailer: t\r\n\r\n`;
const mtom = (body: string): string =>
  framed(
    `--uuid:0ca0\r\nContent-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\nContent-ID: <0@x>\r\n\r\n${body}\r\n--uuid:0ca0--`,
    'multipart/related; type="application/xop+xml"; boundary="uuid:0ca0"; start="<0@x>"; start-info="application/soap+xml"',
  );

/** How a server writes an answer, and what it says to a call that it does not have. */
type Shape = readonly [what: string, write: (body: string) => string, fault: string];
const SHAPES: readonly Shape[] = [
  [
    "gSOAP's prefixes, with a length",
    (body) => framed(envelope(body)),
    framed(envelope(fault12("SOAP-ENV")), undefined, "400 Bad Request"),
  ],
  [
    "chunks with extensions and a trailer",
    (body) => chunked(envelope(body, "env")),
    chunked(envelope(fault12("env"), "env")),
  ],
  [
    "SOAP 1.1, and faults of it with HTTP 500",
    (body) => framed(envelope(body, "soap", SOAP11), "text/xml; charset=utf-8"),
    framed(envelope(fault11("soap"), "soap", SOAP11), "text/xml", "500 Internal Server Error"),
  ],
  ["SOAP with attachments (MTOM)", (body) => mtom(envelope(body, "s")), mtom(envelope(fault12("s"), "s"))],
  [
    "HTTP/1.0 without a length",
    (body) => `HTTP/1.0 200 OK\r\nContent-type: text/xml\r\n\r\n${envelope(body)}`,
    `HTTP/1.0 500 Error\r\n\r\n${envelope(fault11("SOAP-ENV"))}`,
  ],
  [
    "a length, behind a 100 Continue",
    (body) => `HTTP/1.1 100 Continue\r\n\r\n${framed(envelope(body))}`,
    framed("<html>404</html>", "text/html", "404 Not Found"),
  ],
];

test.each(SHAPES)(
  "a complete server that answers in %s is read, and a call that it lacks is told",
  async (_, write, fault) => {
    server = await startHostileServer((socket, request) => {
      const call = /<(Get\w+) xmlns/.exec(request)?.[1] ?? "";
      const body = ANSWERS[call];
      raw(body === undefined ? fault : write(body))(socket);
    });
    const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
    const named = [{ address: "127.0.0.1", port: server.port }];
    const { visits, dropped } = await visitOnce(config, { places: { named, range: [] } });
    const finding = visits[0]?.finding;
    expect(dropped).toEqual({});
    expect(finding?.analytics).toBe("kind-unknown");
    const outcomes = Object.fromEntries((finding?.asked ?? []).map(({ call, outcome }) => [call, outcome]));
    expect(outcomes).toMatchObject({ "get-system-date-and-time": "answered", "get-services": "answered" });
    expect(outcomes["get-service-capabilities-analytics"]).toMatch(/^(?:fault|not-soap)$/);
    expect(server.requests.join()).not.toMatch(/^authorization:/im);
  },
);
