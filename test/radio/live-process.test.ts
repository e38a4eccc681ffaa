import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ChildProcess } from "node:child_process";
import { LineServer } from "../../agent/src/ipc/line-server.ts";
import { socketPath } from "../../agent/src/ipc/socket-path.ts";
import type { RadioOrder, RadioReport } from "../../agent/src/radio/messages.ts";
import { configOnFakeInterface, ended, inNamespace, notRun } from "./fake-air.ts";

const KARMA = fileURLToPath(new URL("../fixtures/lab/karma_onebssid.pcap", import.meta.url));
const skipped = await notRun();

describe.skipIf(skipped)(`the radio process on the fake live interface${skipped ?? ""}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-live-"));
  const reports: RadioReport[] = [];
  let server: LineServer;
  let child: ChildProcess;
  let end: ReturnType<typeof ended>;

  beforeAll(async () => {
    server = new LineServer(socketPath(folder), ["radio"], {
      onConnect: () => void server.send("radio", { type: "resume", findings: [], isLast: true } as RadioOrder),
      onMessage: (_part, message) => reports.push(message as RadioReport),
      onDisconnect: () => undefined,
    });
    await server.start();
    const config = configOnFakeInterface(folder, "wlan7mon");
    child = inNamespace(["agent/src/main/main.ts", "run", "--part", "radio", "--config", config], KARMA);
    end = ended(child);
  });

  afterAll(async () => {
    child.kill("SIGKILL");
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test("a KARMA box on the air is a finding at the supervisor", async () => {
    await vi.waitFor(() => expect(reports.some(({ type }) => type === "finding")).toBe(true), {
      timeout: 25_000,
      interval: 100,
    });
  });

  test("it says how it listens", async () => {
    await vi.waitFor(() => expect(reports.some(({ type }) => type === "health")).toBe(true), {
      timeout: 15_000,
      interval: 100,
    });
    const health = reports.find((report) => report.type === "health");
    expect(health?.body).toMatchObject({ captureMethod: "pcap", simulatedLevels: false });
    expect(health?.body.listening.map(({ channelMhz }) => channelMhz)).toEqual([0]);
  });

  test("an adapter that is not there is a trouble of that one, and the other goes on", () => {
    const health = reports.findLast((report) => report.type === "health");
    expect(health?.body.problems.map(({ code, facts }) => [code, facts?.["interface"]])).toEqual([
      ["channel-fixed", "wlan9mon"],
      ["adapter-away", "wlan7mon"],
    ]);
  });

  test("it opens no socket of the network: only AF_UNIX, AF_PACKET and AF_NETLINK", () => {
    expect(openSockets(child.pid ?? 0)).not.toEqual([]);
    expect(openSockets(child.pid ?? 0).filter((family) => !["unix", "packet", "netlink"].includes(family))).toEqual([]);
  });

  test("it ends within two seconds of SIGTERM, with a last word of health", async () => {
    const before = reports.length;
    const asked = performance.now();
    child.kill("SIGTERM");
    const { code, stderr } = await end;
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(code).toBe(0);
    await vi.waitFor(() => expect(reports.slice(before).some(({ type }) => type === "health")).toBe(true), {
      timeout: 10_000,
    });
    expect(stderr).not.toMatch(/([0-9a-f]{2}:){5}/i);
  });
});

/** Families of the sockets that a process holds, by the kernel's tables of its network namespace. */
function openSockets(pid: number): string[] {
  const inodes = readdirSync(`/proc/${pid}/fd`)
    .map((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1])
    .filter((inode) => inode !== undefined);
  const families = ["unix", "packet", "netlink", "tcp", "tcp6", "udp", "udp6", "raw", "raw6"];
  const tables = families.map((family) => [family, readFileSync(`/proc/${pid}/net/${family}`, "utf8")] as const);
  // Its standard output and error are pipes of node:child_process, which are AF_UNIX sockets made in this test's namespace.
  const inherited = ["unix", readFileSync("/proc/self/net/unix", "utf8")] as const;
  return inodes.map(
    (inode) => [...tables, inherited].find(([, table]) => table.split(/\s+/).includes(inode))?.[0] ?? "other",
  );
}

/** A descriptor may be closed between listing and looking. */
function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
