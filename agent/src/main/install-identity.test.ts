import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainError } from "@probewarden/cli";
import { describeWithDisks, OwnDisk } from "@probewarden/cli/own-disk-for-tests";
import { afterAll, beforeEach, expect, test } from "vitest";
import { chooseAdapter } from "../sensor/choose-adapter.ts";
import { adoptAdapter, checkIdentity, installIdentity } from "./install-identity.ts";
import { startServices, type Started } from "./start-services.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-install-"));
afterAll(() => rmSync(folder, { recursive: true }));
const IDENTITY =
  "sensorId: door\nvenueId: mall\nmqtt:\n  url: mqtt://127.0.0.1:9\n  username: door\n  password: secret\n";
const PHY = "Wiphy phy1\n\tSupported interface modes:\n\t\t * managed\n\t\t * monitor\n";
const IW_DEV = "phy#0\n\tInterface wlan0\n\t\ttype managed\nphy#1\n\tInterface wlan1\n\t\ttype managed\n";

/** A Raspberry Pi whose own radio is wlan0, with an adapter wlan1 that may be its way to the network. */
const pi = (used: string[] = []) => ({
  run: (_: string, words: readonly string[]) =>
    Promise.resolve({ ok: true, stdout: words[0] === "dev" ? IW_DEV : PHY, stderr: "" }),
  readLink: (path: string) => Promise.resolve(path.includes("wlan0") ? "/drivers/brcmfmac" : "/drivers/mt76x2u"),
  interfaces: () => Object.fromEntries(used.map((name) => [name, [{} as never]])),
});
let started = 0;
const start = (): Promise<Started> => Promise.resolve((started += 1) > 0 ? "started" : "none");
beforeEach(() => {
  started = 0;
});

test("the adapter that is plugged in is listened with, and never the box's own way to the network", async () => {
  expect(await chooseAdapter(pi())).toBe("wlan1");
  expect(await chooseAdapter(pi(["wlan1"]))).toBeUndefined();
  const to = join(folder, "chosen", "agent.yaml");
  const { said } = await installIdentity(IDENTITY, "the file", { to, check: false, machine: pi(), start });
  expect(said[0]).toBe("radio.interface: wlan1, the adapter that is plugged in");
  expect(readFileSync(to, "utf8")).toContain("interface: wlan1");
  // What a technician chose stays, and services of another file are left alone.
  writeFileSync(to, readFileSync(to, "utf8").replace("wlan1", "wlan7"));
  await installIdentity(IDENTITY, "the file", { to, check: false, machine: pi(), start });
  expect(readFileSync(to, "utf8")).toContain("interface: wlan7");
  expect(started).toBe(0);
});

test("an adapter that is plugged in after it joined is listened with when the box is looked at", async () => {
  const to = join(folder, "later", "agent.yaml");
  const options = { to, check: false, machine: pi(["wlan1"]), start };
  // Nothing listens and nothing was started: whoever reads this has two things left to do.
  expect((await installIdentity(IDENTITY, "the file", options)).said).toEqual([
    expect.stringMatching(/^no adapter is chosen: write its name \(`iw dev` lists them\) as radio\.interface/),
    expect.stringContaining(`${to}: sensor `),
    `nothing was started: probewarden-agent doctor --config ${to}, then run --config ${to} (one that runs already: end it first)`,
  ]);
  expect([await adoptAdapter(to, { machine: pi(["wlan1"]), start }), started]).toEqual([false, 0]);
  expect([await adoptAdapter(to, { machine: pi(), start }), started]).toEqual([true, 1]);
  expect(readFileSync(to, "utf8")).toContain("interface: wlan1");
  expect([await adoptAdapter(to, { machine: pi(), start }), started]).toEqual([false, 1]);
  expect(await adoptAdapter(join(folder, "nobody"), { machine: pi(), start })).toBe(false);
});

test("a collector says by a code who this sensor is, and nothing else of this machine", async () => {
  for (const more of [
    "  passwordFile: /etc/shadow\n",
    "  caFile: /root/.ssh/id_rsa\n",
    "dataDir: /etc\n",
    "radio:\n  recording:\n    files: [/dev/zero]\n",
  ]) {
    const to = join(folder, "never", "agent.yaml");
    await expect(
      installIdentity(IDENTITY + more, "x", { to, check: false, isProven: true, machine: pi(), start }),
    ).rejects.toThrow(/says more than who this sensor is \(\w+\); nothing was installed/);
    expect(existsSync(to)).toBe(false);
  }
  expect(() => checkIdentity(IDENTITY)).not.toThrow();
});

test("a broker outside that has not heard of who just joined is waited for, and then the identity is kept all the same", async () => {
  // [MQTT-3.2.2] CONNACK: return code 5, not authorised, until it has heard of the sensor.
  const answers: number[] = [];
  const broker = createServer((socket) => {
    socket.on("error", () => undefined).once("data", () => socket.write(Buffer.of(0x20, 2, 0, answers.shift() ?? 5)));
  });
  await new Promise<void>((resolve) => broker.listen(0, "127.0.0.1", resolve));
  const { port } = broker.address() as AddressInfo;
  const told: string[] = [];
  let waited = 0;
  const joining = (to: string, isProven: boolean) =>
    installIdentity(IDENTITY.replace("127.0.0.1:9", `127.0.0.1:${port}`), "x", {
      to,
      check: true,
      isProven,
      machine: pi(),
      start,
      tell: (line) => told.push(line),
      wait: (ms) => Promise.resolve((waited += ms)),
    });
  const to = join(folder, "outside", "agent.yaml");
  answers.push(5, 5, 0);
  expect((await joining(to, true)).said.at(-1)).toBe(`127.0.0.1:${port}: lets this sensor in`);
  expect([waited, told]).toEqual([6_000, [expect.stringContaining("has not heard of this sensor yet; waiting 40 s")]]);
  // Waits end, and say what to do on the server.
  await expect(joining(to, true)).rejects.toThrow(
    /does not let this sensor in[^\n]+installed all the same, and is let in when the broker has heard of it \(on the server: sudo systemctl start probewarden-mosquitto\)$/,
  );
  // A file that somebody carried was not proven by anybody.
  await expect(joining(join(folder, "carried", "agent.yaml"), false)).rejects.toThrow(/nothing was installed$/);
  broker.close();
});

test("services start with the identity, what was switched off stays off, and a machine without them is left alone", async () => {
  const asked: string[] = [];
  const run =
    (enabled: string[], works = true) =>
    (_: string, words: readonly string[]) => {
      asked.push(words.join(" "));
      const ok = words[0] === "is-enabled" ? enabled.includes(words.at(-1) ?? "") : works;
      return Promise.resolve({ ok, stdout: "", stderr: "" });
    };
  expect(await startServices(run(["probewarden-supervisor.service", "probewarden-radio.service"]), true)).toBe(
    "started",
  );
  expect(asked.at(-1)).toBe("restart --no-block probewarden-supervisor.service probewarden-radio.service");
  expect(await startServices(run(["probewarden-radio.service"], false), true)).toBe("failed");
  expect(await startServices(run([]), true)).toBe("none");
  asked.length = 0;
  expect([await startServices(run([]), false), asked]).toEqual(["none", []]);
});

describeWithDisks("on a disk of its own", import.meta.url, () => {
  test("a full disk is one sentence that says what to do, and the identity before stays whole", async () => {
    const disk = new OwnDisk(64 * 1024);
    try {
      const to = join(disk.folder, "agent.yaml");
      await installIdentity(IDENTITY, "the file", { to, check: false, machine: pi(), start });
      const before = readFileSync(to, "utf8");
      try {
        writeFileSync(join(disk.folder, "filler"), Buffer.alloc(128 * 1024));
      } catch {
        // It is full now.
      }
      const other = IDENTITY.replace("sensorId: door", "sensorId: gate");
      const failure = await installIdentity(other, "the file", { to, check: false, machine: pi(), start }).then(
        () => undefined,
        (error: unknown) => explainError(error).line,
      );
      expect(failure).toMatch(/: the disk is full; make room \(df -h says where\) and do it again \(ENOSPC\)$/);
      expect(readFileSync(to, "utf8")).toBe(before);
    } finally {
      disk.unmount();
    }
  });
});
