import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readConfig } from "../main/load-config.ts";
import { checkHearing } from "./check-hearing.ts";
import { runDoctor, type DoctorDeps } from "./doctor.ts";
import { formatDoctor, type DoctorReport } from "./doctor-report.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../radio/control/fixtures/${name}`, import.meta.url), "utf8");
const RECORDING = fileURLToPath(new URL("../../../test/fixtures/lab/benign.pcap", import.meta.url));

/** A healthy Raspberry Pi with an mt76x2u at wlan1 and its own radio at wlan0. */
const COMMANDS: Record<string, string> = {
  "iw dev": fixture("two-adapters.dev.txt"),
  "iw phy phy0 info": fixture("brcmfmac.phy.txt"),
  "iw phy phy1 info": fixture("mt76x2u.phy.txt"),
  "iw reg get": "global\ncountry CN: DFS-FCC\n\t(2400 - 2483 @ 40), (N/A, 20), (N/A)\n",
  "rfkill list wifi":
    "0: phy0: Wireless LAN\n\tSoft blocked: yes\n\tHard blocked: no\n1: phy1: Wireless LAN\n\tSoft blocked: no\n\tHard blocked: no\n",
  "timedatectl show --property=NTPSynchronized --value": "yes\n",
  "vcgencmd get_throttled": "throttled=0x0\n",
};
const FILES: Record<string, string> = {
  "/sys/class/net/wlan0/type": "1\n",
  "/sys/class/net/wlan1/type": "1\n",
  "/sys/class/net/wlan9mon/type": "803\n",
  "/proc/sys/net/core/rmem_max": "4194304\n",
  "/proc/self/status": "Name:\tnode\nCapEff:\t000001ffffffffff\n",
};

const ADDRESS = {
  address: "192.168.1.20",
  netmask: "255.255.255.0",
  family: "IPv4",
  mac: "02:00:00:00:00:20",
  internal: false,
  cidr: "192.168.1.20/24",
} as const;

interface Case {
  /** False: no interface has an address. */
  addresses?: boolean;
  radio?: object;
  commands?: Record<string, string | undefined>;
  files?: Record<string, string>;
  pcap?: boolean;
  tcpdump?: boolean;
  broker?: string;
  nodeVersion?: string;
  freeBytes?: number;
  /** The nearest folder that is there. */
  measuredAt?: string;
}

async function doctor(given: Case = {}): Promise<DoctorReport> {
  const tree = {
    sensorId: "gate",
    venueId: "mall",
    mqtt: { url: "mqtts://collector.example:8883" },
    radio: given.radio ?? { interface: "wlan1" },
  };
  const commands: Record<string, string | undefined> = { ...COMMANDS, ...given.commands };
  const files: Record<string, string> = { ...FILES, ...given.files };
  const deps: DoctorDeps = {
    machine: {
      nodeVersion: given.nodeVersion ?? "24.1.0",
      run: async (command, words) => {
        const stdout = commands[[command, ...words].join(" ")];
        return { ok: stdout !== undefined, stdout: stdout ?? "", stderr: "" };
      },
      readText: async (path) => files[path],
      readLink: async (path) =>
        ({ wlan0: "../../bus/brcmfmac", wlan1: "../../bus/usb/drivers/mt76x2u" })[path.split("/")[4] ?? ""],
      freeBytes: async (folder) => ({ free: given.freeBytes ?? 9e9, folder: given.measuredAt ?? folder }),
      interfaces: () => ({ eth0: given.addresses === false ? [] : [ADDRESS] }),
      hasPcap: async () => given.pcap ?? true,
      hasTcpdump: async () => given.tcpdump ?? true,
    },
    askBroker: async () => (given.broker === undefined ? undefined : { text: given.broker, code: "broker-refused" }),
    injection: async () => ({ id: "canaries", state: "ok", says: "a question was sent and heard" }),
    hearing: async () => ({ id: "hearing", state: "ok", says: "120 frames in 3 seconds, by pcap" }),
  };
  return runDoctor(readConfig(JSON.stringify(tree), "agent.yaml", {}), "agent.yaml", deps);
}

const check = (report: DoctorReport, id: string) => report.checks.find((each) => each.id === id);

test("a healthy sensor can listen, and nothing needs mending", async () => {
  const report = await doctor();
  expect(report.canListen).toBe(true);
  // It runs from a clone here, and nobody updates that from afar.
  expect(report.checks.filter(({ state }) => state !== "ok")).toMatchObject([{ id: "updates", state: "unknown" }]);
  expect(check(report, "adapter")?.says).toContain("mt76x2u");
  expect(check(report, "channels")?.says).toContain("13 channels at 2.4 GHz, 25 at 5 GHz");
});

test("channels that the country forbids are named; a plan of whole bands means what is left of them", async () => {
  const commands = { "iw phy phy1 info": fixture("hwsim-cn.phy.txt") };
  const listed = check(await doctor({ radio: { interface: "wlan1", channels: [1, 100] }, commands }), "channels");
  expect(listed).toMatchObject({ state: "warning", says: expect.stringContaining("forbids: 100") as string });
  const named = check(await doctor({ radio: { interface: "wlan1", plan: "2.4+5" }, commands }), "channels");
  expect(named).toMatchObject({ state: "ok", says: expect.stringContaining("forbids: 100, 104") as string });
});

test("the Raspberry Pi's own radio is named first, with what to use instead", async () => {
  const report = await doctor({ radio: { interface: "wlan0" } });
  expect(report.canListen).toBe(false);
  expect(report.checks[0]).toMatchObject({ id: "on-board", state: "failed" });
  expect(check(report, "monitor-mode")?.state).toBe("failed");
  expect(check(report, "hearing")?.says).toBe("not tried");
});

test("without a configured interface it proposes one that can listen", async () => {
  expect(check(await doctor({ radio: {} }), "adapter")?.todo).toBe("Set radio.interface: wlan1");
});

test("an interface that is not there is told with those that are", async () => {
  expect(check(await doctor({ radio: { interface: "wlan7" } }), "adapter")?.todo).toContain("wlan1, wlan0");
});

test("whether bait can be sent is tried only where it is switched on", async () => {
  expect(check(await doctor(), "canaries")).toBeUndefined();
  const radio = { interface: "wlan1", sendCanaries: { responsible: "Wang Fang" } };
  expect(check(await doctor({ radio }), "canaries")?.state).toBe("ok");
});

test("of several adapters each is looked at, and told by its name", async () => {
  const report = await doctor({
    radio: { adapters: [{ interface: "wlan1", plan: "2.4" }, { interface: "wlan7" }] },
  });
  expect(report.checks.filter(({ id }) => id === "adapter").map(({ state, says }) => [state, says])).toEqual([
    ["ok", "wlan1: wlan1 is there, driver mt76x2u"],
    ["failed", "wlan7: there is no interface wlan7"],
  ]);
  expect(report.checks.filter(({ id }) => id === "capture")).toHaveLength(1);
});

test("an interface in monitor mode that iw does not know is used as it is", async () => {
  const report = await doctor({ radio: { interface: "wlan9mon" }, commands: { "rfkill list wifi": undefined } });
  expect(report.canListen).toBe(true);
  expect(check(report, "monitor-mode")?.state).toBe("ok");
  expect(check(report, "channels")?.state).toBe("unknown");
});

test.each<[string, string, string, Case]>([
  [
    "a blocked radio",
    "rfkill",
    "failed",
    { commands: { "rfkill list wifi": "1: phy1: Wireless LAN\n\tSoft blocked: yes\n\tHard blocked: no\n" } },
  ],
  ["a missing country", "country", "warning", { commands: { "iw reg get": "global\ncountry 00: DFS-UNSET\n" } }],
  [
    "a country that the radio does not follow",
    "country",
    "warning",
    {
      radio: { interface: "wlan1", country: "DE" },
      commands: { "iw reg get": "global\ncountry DE: DFS-ETSI\n\nphy#1 (self-managed)\ncountry CN: DFS-FCC\n" },
    },
  ],
  ["a channel that the adapter lacks", "channels", "warning", { radio: { interface: "wlan1", channels: [6, 14] } }],
  ["a missing permission", "permission", "failed", { files: { "/proc/self/status": "CapEff:\t0000000000000000\n" } }],
  ["nothing to capture with", "capture", "failed", { pcap: false, tcpdump: false }],
  [
    "a clock that follows nobody",
    "clock",
    "warning",
    { commands: { "timedatectl show --property=NTPSynchronized --value": "no\n" } },
  ],
  [
    "a clock of which nobody knows",
    "clock",
    "unknown",
    { commands: { "timedatectl show --property=NTPSynchronized --value": undefined } },
  ],
  ["a weak power supply", "power", "warning", { commands: { "vcgencmd get_throttled": "throttled=0x50005\n" } }],
  ["a full disk", "disk", "failed", { freeBytes: 1e6 }],
  ["a disk that is nearly full", "disk", "warning", { freeBytes: 1e8 }],
  ["an old Node", "node", "failed", { nodeVersion: "18.19.0" }],
  ["a broker that refuses", "broker", "failed", { broker: "The password is wrong." }],
])("%s is told, with what to do", async (_what, id, state, given) => {
  const found = check(await doctor(given), id);
  expect(found?.state).toBe(state);
  expect(found?.todo).toMatch(/\w/);
});

test("free space is told of the data folder, and of one that is not there yet with the folder that was measured", async () => {
  expect(check(await doctor(), "disk")?.says).toBe("8583 MiB free for /var/lib/probewarden");
  expect(check(await doctor({ measuredAt: "/var/lib" }), "disk")?.says).toBe(
    "8583 MiB free for /var/lib/probewarden, which the first start makes (measured at /var/lib)",
  );
});

test("a missing pcap is no failure while tcpdump is there", async () => {
  expect(check(await doctor({ pcap: false }), "capture")).toMatchObject({
    state: "ok",
    says: "tcpdump captures, through a pipe; npm pcap is not built here (it needs libpcap's headers and a compiler)",
  });
});

test("with neither, or without the one that is configured, doctor says what to install", async () => {
  const neither = check(await doctor({ pcap: false, tcpdump: false }), "capture");
  expect(neither).toMatchObject({
    state: "failed",
    says: expect.stringContaining("Neither npm pcap nor tcpdump") as string,
  });
  expect(neither?.todo).toContain("sudo apt install tcpdump");
  const wanted = check(await doctor({ pcap: false, radio: { interface: "wlan1", capture: "pcap" } }), "capture");
  expect(wanted?.says).toContain("npm pcap is not built here, and radio.capture wants it");
  expect(wanted?.todo).toContain("npm ci");
});

test("the text says what was not tried on hardware, and ends with the conclusion", async () => {
  const text = formatDoctor(await doctor({ broker: "The password is wrong." }));
  expect(text).toContain("Not tried on hardware");
  expect(text).toContain("→ The password is wrong.");
  expect(text.trimEnd().endsWith("This sensor can listen; what failed above keeps it from the rest.")).toBe(true);
  expect(
    formatDoctor(await doctor())
      .trimEnd()
      .endsWith("This sensor can listen."),
  ).toBe(true);
});

test("a sensor that has no interface to ask for cameras on is not well", async () => {
  expect(check(await doctor(), "cameras")).toMatchObject({ state: "ok", says: "cameras are asked on 192.168.1.20" });
  expect(check(await doctor({ addresses: false }), "cameras")).toMatchObject({ state: "failed" });
});

test.each([
  ["4194304\n", "ok", "4194 kB"],
  ["212992\n", "warning", "213 kB"],
  [undefined, "unknown", "does not say"],
])("a kernel whose largest buffer is %j: the room for answers of cameras is %s", async (most, state, says) => {
  const files = { "/proc/sys/net/core/rmem_max": most ?? "" };
  expect(check(await doctor({ files }), "camera-answers")).toMatchObject({
    state,
    says: expect.stringContaining(says) as string,
  });
});

test("a sensor that plays recordings listens to them", async () => {
  const { radio } = readConfig(
    JSON.stringify({
      sensorId: "gate",
      venueId: "mall",
      mqtt: { url: "mqtt://127.0.0.1" },
      radio: { recording: { files: [RECORDING] } },
    }),
    "agent.yaml",
    {},
  );
  expect(await checkHearing(radio, "agent.yaml")).toMatchObject({
    state: "ok",
    says: expect.stringContaining("by recording") as string,
  });
});
