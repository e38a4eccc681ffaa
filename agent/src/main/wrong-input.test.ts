import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const CAPTURE = join(ROOT, "test/fixtures/lab/karma_onebssid.pcap");
const folder = mkdtempSync(join(tmpdir(), "probewarden-wrong-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const missing = join(folder, "missing");
const dir = join(folder, "dir");
mkdirSync(dir);
const empty = write("empty", "");
const text = write("text", "hello\n");
const octets = write(
  "octets.yaml",
  Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
);
const unfinished = write("unfinished.yaml", "sensorId: north-gate\nvenueId: [\n");
const huge = write("huge.yaml", "");
truncateSync(huge, 10 ** 10);
const good = "sensorId: north-gate\nvenueId: mall\nmqtt: { url: 'mqtt://127.0.0.1:9' }\n";
const noUrl = write("no-url.yaml", "sensorId: north-gate\nvenueId: mall\nmqtt: {}\n");
const dataInFile = write("data.yaml", `${good}dataDir: ${text}\n`);
const dataInProc = write("proc.yaml", `${good}dataDir: /proc/no/data\nruntimeDir: ${folder}/run\n`);
const runInProc = write("run-proc.yaml", `${good}dataDir: ${folder}/data\nruntimeDir: /proc/no/run\n`);
const runInFile = write("run.yaml", `${good}dataDir: ${folder}/data\nruntimeDir: ${text}/run\n`);
const noPassword = write(
  "password.yaml",
  `${good.replace(" }", `, passwordFile: ${missing} }`)}dataDir: ${folder}/d\n`,
);
const noCertificate = write("ca.yaml", `${good.replace(" }", `, caFile: ${text} }`)}dataDir: ${folder}/d\n`);
const brokenOutbox = write("broken.yaml", `${good}dataDir: ${folder}/broken\n`);
mkdirSync(join(folder, "broken", "outbox"), { recursive: true });
write("broken/outbox/outbox.sqlite", "no database\n".repeat(1000));
const noInterface = write("no-interface.yaml", `${good}cameras: { enabled: false }\n`);
const noNetworks = write("no-networks.yaml", `${good}radio: { interface: wlan1, networks: ${missing} }\n`);
const noBait = write(
  "no-bait.yaml",
  `${good}radio: { interface: wlan1, canaries: ${write("bait.json", '[{"transmitter":"phone","ssid":"6d"}]')} }\n`,
);
const badUnicast = write("unicast.yaml", `${good}radio: { enabled: false }\ncameras: { unicast: [lobby] }\n`);
const goodFile = write("good.yaml", good);
const to = join(folder, "etc", "agent.yaml");

const joining = (source: string, target = to): string[] => ["join", source, "--to", target, "--no-check"];

/** A code that nobody made. */
const SIX = "bridge-olive-march-cabin-violin-honey";

/** What a person typed, the exit code and the line: the thing, and what is wrong. */
const WRONG: readonly (readonly [readonly string[], number, string])[] = [
  [["listen"], 2, "unknown command 'listen' (--help shows what there is)"],
  [["run", "--prat", "radio"], 2, "unknown option '--prat' (Did you mean --part?)"],
  [["run", "--part", "kitchen"], 2, "option '--part <part>' argument 'kitchen' is invalid. Allowed"],
  [["replay"], 2, "missing required argument 'file' (--help"],
  [["version", "please"], 2, "too many arguments for 'version'"],

  [["join", "bridge", "olive", "march"], 2, "the code: it is 6 words, and these are 3 (example: "],
  [["join", SIX.replace("honey", "honny")], 2, 'the code: word 6, "honny", is none of the list (honey?)'],
  [["join", SIX], 2, "--collector: say which (example: --collector https://collector.local:8443)"],
  [["join", SIX, "--collector", "127.0.0.1:9"], 1, "127.0.0.1:9 does not answer on that port; is the collector"],
  [["join", SIX, "--collector", "127.0.0.1:9", "--name", "Door 3"], 2, "--name Door 3: lower-case words"],
  [["page", "--port", "99999"], 2, "--port 99999: a port is a number from 1 to 65535"],

  ...["run", "doctor", "cameras", "audit"].map(
    (command) => [[command, "--config", noUrl], 2, `${noUrl}: /mqtt/url is missing (example: mqtts`] as const,
  ),
  [["audit", "--config", missing], 2, `${missing}: the configuration cannot be read: there is no such file`],
  [["audit", "--config", dir], 2, `${dir}: the configuration cannot be read: it is a folder`],
  [["audit", "--config", empty], 2, `${empty}: it is empty (example: sensorId: north-gate)`],
  [["audit", "--config", text], 2, `${text}: it is not a list of settings (example`],
  [["audit", "--config", octets], 2, `${octets}: `],
  [["audit", "--config", unfinished], 2, `${unfinished}: Flow sequence`],
  [["audit", "--config", huge], 2, `${huge}: the configuration has 10000000000 octets`],
  [["run", "--config", noPassword, "--part", "supervisor"], 2, `${missing}: /mqtt/passwordFile cannot be read`],
  [["run", "--config", noCertificate, "--part", "supervisor"], 2, `${text}: /mqtt/caFile is not a certificate in PEM`],
  [["audit", "--config", brokenOutbox], 1, `${folder}/broken/outbox: the outbox cannot be used`],
  [["run", "--config", dataInFile, "--part", "supervisor"], 1, `${text}/outbox: the outbox cannot be used`],
  [["run", "--config", dataInProc, "--part", "supervisor"], 1, "/proc/no/data/outbox: the outbox cannot be used"],
  [["run", "--config", runInProc, "--part", "supervisor"], 1, "/proc/no: there is no such file or folder (ENOENT)"],
  [["run", "--config", runInFile, "--part", "supervisor"], 1, `${text}/run: a part of this path is a file`],

  // What one part would refuse stops the start of all, before anything runs.
  [["run", "--config", noInterface], 2, `${noInterface}: /radio/interface is missing (example: wlan1)`],
  [["run", "--part", "radio", "--config", noInterface], 2, `${noInterface}: /radio/interface is missing`],
  [["run", "--config", noNetworks], 2, `${missing}: /radio/networks cannot be read`],
  [["run", "--config", noBait], 2, `${folder}/bait.json: /radio/canaries is not a list of what was sent`],
  ...[["run"], ["run", "--part", "cameras"], ["cameras"], ["doctor"]].map(
    (command) =>
      [
        [...command, "--config", badUnicast],
        2,
        `${badUnicast}: /cameras/unicast: "lobby" is not address:port (example: 192.168.1.64:3702)`,
      ] as const,
  ),

  // An interface that is not there is no fault of a configuration, which need not be there either.
  [["cameras", "--interface", "nope0"], 1, "--interface nope0: there is no such interface (there "],
  [
    ["cameras", "--config", goodFile, "--interface", "nope0"],
    1,
    "--interface nope0: there is no such interface (there ",
  ],

  [joining(missing), 2, `${missing}: the configuration cannot be read: there is no such file`],
  [joining(dir), 2, `${dir}: the configuration cannot be read: it is a folder`],
  [joining(huge), 2, `${huge}: the configuration has 10000000000 octets`],
  [joining(goodFile, dir), 2, `${dir}: the configuration before cannot be read: it is a folder`],
  [joining(goodFile, text), 2, `${text}: it is there and holds no settings`],
  [joining(goodFile, `${text}/agent.yaml`), 1, `${text}/agent.yaml.new: a part of this path is a file`],
  [joining(goodFile, "/proc/no/agent.yaml"), 1, "/proc/no: there is no such file or folder (ENOENT)"],

  ...["replay", "dissect"].flatMap((command) => [
    [[command, missing], 1, `${missing}: no such file`] as const,
    [[command, dir], 1, `${dir}: is a folder, not a file`] as const,
    [[command, empty], 1, `${empty}: the file is empty (expected a pcap or pcapng file)`] as const,
    [[command, text], 1, `${text}: not a pcap or pcapng file`] as const,
  ]),
  [
    ["replay", CAPTURE, "--networks", missing],
    2,
    `${missing}: the list of the venue's networks cannot be read: there is no such file`,
  ],
  [
    ["replay", CAPTURE, "--networks", dir],
    2,
    `${dir}: the list of the venue's networks cannot be read: it is a folder`,
  ],
  [
    ["replay", CAPTURE, "--networks", text],
    2,
    `${text}: the list of the venue's networks is not JSON (example: [{"bssid"`,
  ],
  [["replay", CAPTURE, "--canaries", missing], 2, `${missing}: the list of what was sent as bait cannot be read`],
  [
    ["replay", CAPTURE, "--canaries", empty],
    2,
    `${empty}: the list of what was sent as bait is not JSON (example: [{"transmitter"`,
  ],
];

test.each(WRONG)("what is typed wrong, %j, ends with code %i and one line: %s", async (given, code, line) => {
  const told: string[] = [];
  expect(await runCommandLine(given, (each) => told.push(each))).toBe(code);
  expect(told).toEqual([expect.stringMatching(/^(?!\w*Error: )[^\n]+$/)]);
  expect(told[0]?.slice(0, line.length)).toBe(line);
});
