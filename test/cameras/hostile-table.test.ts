import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import type { Round } from "../../agent/src/cameras/round.ts";
import { makeCertificate } from "./certificate.ts";
import { ROOT } from "../road/sandbox.ts";
import {
  drip,
  flood,
  onvif,
  raw,
  reply,
  services,
  soap,
  startHostileServer,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

type Play = (socket: Socket) => void;
/** What a device does when it is asked for its services, and how that is told. */
type Played = readonly [what: string, play: Play, outcome: string];
/** Where a test of the same behaviour stands: a file, and words of the test's name. */
type Elsewhere = readonly [file: string, words: string];

interface Row {
  played?: readonly Played[];
  elsewhere?: readonly Elsewhere[];
}

const ANSWERS = "test/cameras/hostile-answers.test.ts";
const DISCOVERY = "test/cameras/hostile-discovery.test.ts";
const TLS = "test/cameras/hostile-tls.test.ts";
const ROUNDS = "test/cameras/hostile-rounds.test.ts";
const AGENT = "agent/src/cameras";
const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/soap+xml\r\n";
const BODY = soap(services());
const nested = (depth: number): string => soap(`${"<a>".repeat(depth)}${"</a>".repeat(depth)}`);
const to = (place: string): Play => reply("", `HTTP/1.1 307 Temporary Redirect\r\nlocation: ${place}\r\n`);

/** Each row of the table of hostile devices, in its words, and what holds it: played here in one round, or a test elsewhere. */
const ROWS: Readonly<Record<string, Row>> = {
  "slow drip: 1 octet every 400 ms, for ever": {
    played: [["drips", drip, "timed-out"]],
    elsewhere: [[ANSWERS, "a slow drip is cut at the absolute deadline, with the octets so far"]],
  },
  "silent after accept; half-open connection": { played: [["is silent", () => undefined, "timed-out"]] },
  "body of 300 MB, or endless chunked body": {
    played: [
      ["sends 300 MB", flood(300_000_000, false), "too-long"],
      ["sends chunks without end", flood(300_000_000, true), "too-long"],
    ],
    elsewhere: [[ANSWERS, "is cut at 512 kB and memory stays flat"]],
  },
  '300 kB of `xmlns:aN="…"`, 50,000 attributes': {
    played: [
      [
        "declares names without end",
        reply(soap(`<a ${Array.from({ length: 3_000 }, (_, n) => `xmlns:a${n}="u"`).join(" ")}/>`)),
        "too-many-names",
      ],
    ],
    elsewhere: [
      [`${AGENT}/interrogate/xml.test.ts`, "whatever fills half a megabyte, reading it takes time in proportion"],
      [`${AGENT}/reading-thread.test.ts`, "while half a megabyte is read this thread is never blocked for 50 ms"],
    ],
  },
  "depth 20,000; 1,000,000 empty elements": {
    played: [["nests", reply(nested(3_000)), "too-deep"]],
    elsewhere: [[`${AGENT}/interrogate/xml.test.ts`, "is refused with its reason"]],
  },
  "DOCTYPE with nested entities, external entity `file:` or `http:`": {
    played: [
      ["nests entities", reply(`<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]>${soap("<a>&c;</a>")}`), "doctype"],
      ["names a file", reply(`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${soap("<a>&b;</a>")}`), "doctype"],
    ],
  },
  "Content-Length larger than the body, then close": {
    played: [["ends early", raw(`${OK}content-length: 9000\r\n\r\n${BODY}`), "truncated"]],
  },
  "Content-Length smaller than the body; two Content-Lengths; none and close": {
    played: [
      ["says two lengths", raw(`${OK}content-length: 5\r\ncontent-length: 6\r\n\r\n${BODY}`), "bad-framing"],
      ["says no length", raw(`${OK}\r\n${BODY}`), "answered"],
    ],
    elsewhere: [[ANSWERS, "a length below the body: what is framed is read, and it is not a whole document"]],
  },
  "gzip bomb (1 MB → 1 GB)": {
    played: [["packs", reply(gzipSync(Buffer.alloc(1_000_000)), `${OK}content-encoding: gzip\r\n`), "encoded"]],
  },
  "301/302/307 to another host, to itself, to `file:`": {
    played: [
      ["sends elsewhere", to("http://192.0.2.1/"), "redirected"],
      ["sends to itself", to("/onvif/device_service"), "redirected"],
      ["sends to a file", to("file:///etc/passwd"), "redirected"],
    ],
  },
  "XAddr names another host, loopback, 169.254.169.254, the broker, a host name, port 22": {
    elsewhere: [
      [
        `${AGENT}/interrogate/address-guard.test.ts`,
        "the host is replaced by the address that answered, the path is kept",
      ],
      [ROUNDS, "a camera that names another host is asked at its own address"],
      [ROUNDS, "the broker's port is never visited, and its name is looked up"],
    ],
  },
  "XAddr without path, with user info, with 8 kB of path": {
    elsewhere: [
      [`${AGENT}/interrogate/address-guard.test.ts`, "an XAddr without a path is asked at the usual one"],
      [`${AGENT}/interrogate/address-guard.test.ts`, "user information is seen and never part of the target"],
    ],
  },
  "UDP garbage: empty, 1 octet, random, 64 kB, invalid UTF-8, DHIP length 4 GB, SADP without end": {
    elsewhere: [
      [DISCOVERY, "rubbish is counted by reason, and the camera behind it is still found"],
      ["test/cameras/vendor-search.test.ts", "rubbish is counted by reason, and the camera behind it is still heard"],
    ],
  },
  "ProbeMatch without EPR, without XAddrs, empty ProbeMatches, several in one, undeclared prefixes": {
    elsewhere: [
      [DISCOVERY, "of several matches in one answer the readable ones are kept and the others counted"],
      [ROUNDS, "a match without XAddrs is tried at the usual entry point, and that is told"],
      [`${AGENT}/interrogate/xml.test.ts`, "an undeclared prefix is counted and read all the same"],
    ],
  },
  "wrong or missing RelatesTo": { elsewhere: [[DISCOVERY, "an answer that relates to %j is only counted"]] },
  "answer from a random source port": { elsewhere: [[DISCOVERY, "an answer from another port is accepted"]] },
  "200 answers at once; then 3,000": {
    elsewhere: [
      [DISCOVERY, "two hundred cameras that answer at once are all heard"],
      [DISCOVERY, "of a thousand that answer at once what is lost is counted"],
      [DISCOVERY, "of %i that answer before anything is read, each answer is either read or counted as lost"],
    ],
  },
  "one address claims 1,000 cameras; one EPR from 50 addresses": {
    elsewhere: [
      [DISCOVERY, "of a thousand cameras that one address claims, sixteen are kept and the rest is counted"],
      [DISCOVERY, "one device per address and endpoint reference"],
      [ROUNDS, "a stranger in whose name sixteen devices are claimed gets one connection"],
    ],
  },
  "duplicate, late (after 30 s), replayed answers": {
    elsewhere: [
      [DISCOVERY, "a repeated answer only refreshes it"],
      [DISCOVERY, "an answer that relates to %j is only counted"],
    ],
  },
  "digest challenge loop: a new nonce on every 401; `stale=true` for ever": {
    elsewhere: [
      [`${AGENT}/audit/session.test.ts`, "the account goes out no more than it must"],
      [
        `${AGENT}/audit/session.test.ts`,
        "a wrong password is offered once, and not again in another process on the same day",
      ],
    ],
  },
  "401 when no account is configured": {
    played: [
      [
        "asks for a login",
        reply("", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="r", nonce="n"\r\n'),
        "refused",
      ],
    ],
  },
  "challenge Basic only; Digest with unknown algorithm; realm of 64 kB": {
    elsewhere: [
      [`${AGENT}/audit/digest.test.ts`, "gets no credentials"],
      [`${AGENT}/audit/session.test.ts`, "the account goes out no more than it must"],
    ],
  },
  'fault text "account locked", HTTP 423, 403 after tries': {
    elsewhere: [
      [ROUNDS, "a camera whose 401 says that the account is locked is left alone for a day, by the next process too"],
      [
        `${AGENT}/audit/session.test.ts`,
        "an account that was accepted before and is locked now, by %s, rests for a day",
      ],
    ],
  },
  "200 with HTML, JSON, an image, a stack trace": {
    played: [
      ["shows a page", reply("<html><p>router</html>"), "not-soap"],
      ["speaks JSON", reply('{"a":1}'), "not-soap"],
      ["shows a picture", reply(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])), "not-soap"],
      ["shows its stack", reply("java.lang.NullPointerException\n\tat a.B.c(B.java:1)"), "not-soap"],
    ],
  },
  "GB2312/GBK or UTF-16 body, wrong charset, BOM, NUL octets": {
    played: [
      ["speaks UTF-16", reply(Buffer.from(`\uFEFF${BODY}`, "utf16le")), "answered"],
      ["ends in NUL", reply(`${BODY}\0`), "answered"],
    ],
    elsewhere: [[`${AGENT}/interrogate/charset.test.ts`, "are replaced, one for one damage"]],
  },
  "names with `<script>`, RTL marks, 4 kB model, control characters, formula `=cmd()`": {
    elsewhere: [
      ["agent/src/main/print-cameras.test.ts", "the name %j is printed as %s"],
      [`${AGENT}/evidence/report.test.ts`, "no cell of the table is a formula, and each is quoted"],
      ["dashboard/src/api/seen-text.test.ts", "u202egnp.exe"],
    ],
  },
  "numbers: `5.10`, 20-digit serial, `true`, dates": {
    elsewhere: [
      [`${AGENT}/interrogate/xml.test.ts`, "names are resolved by namespace and not by prefix"],
      ["collector/src/cameras/camera-changes.test.ts", "another firmware"],
    ],
  },
  "pull-point address on another host; subscription that never ends": {
    elsewhere: [["test/cameras/hostile-table.test.ts", "nobody is subscribed to, whatever events a camera offers"]],
  },
  "device that changes its answers between two visits, or claims faces only to unknown visitors": {
    elsewhere: [
      [
        "test/cameras/two-visits.test.ts",
        "another firmware, another model, a Hello and a named address are asked everything again",
      ],
      ["collector/src/cameras/camera-history.test.ts", "what changed of a camera stands beside it with its time"],
    ],
  },
  "TLS: self-signed, expired, TLS 1.0, certificate of 5 MB, handshake drip": {
    elsewhere: [
      [TLS, "is read, and its certificate is a fact and no proof"],
      [TLS, "ends within the deadline and is told"],
    ],
  },
  "camera process killed by any of these": {
    elsewhere: [
      [
        "test/cameras/radio-unhurt.test.ts",
        "a camera process that is killed, leave the radio process listening and judging",
      ],
    ],
  },
};

const PLAYED = Object.values(ROWS).flatMap(({ played }) => played ?? []);
const EVENTS = "http://www.onvif.org/ver10/events/wsdl";
const servers: HostileServer[] = [];
let round: Round;
/** Each device plays its part twice: as it is, and behind TLS with a certificate that nobody vouches for. */
const WAYS = ["HTTP", "HTTPS"] as const;
const addressOf = (way: (typeof WAYS)[number], at: number): string => `127.0.${way === "HTTP" ? 3 : 4}.${at + 1}`;
beforeAll(async () => {
  const certificate = await makeCertificate();
  const named: { address: string; port: number; secure: boolean }[] = [];
  // Each at an address of its own, and an honest one behind them all.
  for (const way of WAYS)
    for (const [at, play] of [...PLAYED.map(([, each]) => each), undefined].entries()) {
      const address = addressOf(way, at);
      const server = await startHostileServer(
        (socket, request) =>
          play !== undefined && request.includes("GetServices")
            ? play(socket)
            : onvif({ GetServices: services(EVENTS) })(socket, request),
        address,
        0,
        way === "HTTPS" ? certificate : undefined,
      );
      servers.push(server);
      named.push({ address, port: server.port, secure: way === "HTTPS" });
    }
  const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
  round = await visitOnce(config, { places: { named, range: [] } });
}, 240_000);
afterAll(async () => {
  for (const server of servers) await server.stop();
});

test.each(
  WAYS.flatMap((way) => PLAYED.map(([what, , outcome], at) => [what, way, outcome, addressOf(way, at)] as const)),
)("a device that %s over %s: the question for its services ended as %s", (_, way, outcome, address) => {
  const finding = round.visits.find((visit) => visit.finding.address === address)?.finding;
  expect(finding?.asked.find(({ call }) => call === "get-services")?.outcome).toBe(outcome);
  const codes = finding?.oddities.map(({ code }) => code);
  expect(codes?.includes("certificate-proves-nothing")).toBe(way === "HTTPS");
  for (const { requests } of servers) expect(requests.join()).not.toMatch(/^authorization:/im);
});

test("nobody is subscribed to, whatever events a camera offers, and the honest camera among them all is visited", () => {
  expect(round.visits.at(-1)?.finding.asked.map(({ outcome }) => outcome)).not.toContain("timed-out");
  expect(round.visits).toHaveLength(servers.length);
  for (const { requests } of servers)
    for (const request of requests) expect(request).not.toMatch(/Subscri|PullPoint|PullMessages|Renew/);
});

test.each(
  Object.entries(ROWS).flatMap(([row, { elsewhere }]) => (elsewhere ?? []).map((each) => [row, ...each] as const)),
)("%s: the test in %s stands there", (_, file, words) => {
  expect(readFileSync(`${ROOT}${file}`, "utf8")).toContain(words);
});

const TABLE = `${ROOT}../shared/cameras/README.md`;
describe.skipIf(!existsSync(TABLE))("the table of hostile devices (skipped where ../shared is absent)", () => {
  test("each row has a test, and each test a row", () => {
    const text = readFileSync(TABLE, "utf8");
    const [, table = ""] = text.split("| behaviour | expected outcome |");
    const rows = table
      .split("\n")
      .slice(2)
      .join("\n")
      .split("\n\n", 1)[0]
      ?.split("\n")
      .map((line) => line.split("|")[1]?.trim() ?? "");
    expect(rows).toEqual(Object.keys(ROWS));
    for (const [row, { played = [], elsewhere = [] }] of Object.entries(ROWS))
      expect(played.length + elsewhere.length, row).toBeGreaterThan(0);
  });
});
