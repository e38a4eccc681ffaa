import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { freePort } from "@probewarden/cli/free-port";
import { lacksRoot } from "@probewarden/cli/for-tests";
import { asOwnerOf } from "../store/as-owner.ts";
import { makePng } from "../venues/plans/test-png.ts";
import { commandsIn } from "./test-command.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-owner-"));
// The service's user passes through to its own folder, and sees nothing else.
chmodSync(folder, 0o711);
const { command, start } = commandsIn(folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** A user without a name, as a container has. */
const SERVICE = 12_345;
const ownedFolder = (name: string): string => {
  mkdirSync(join(folder, name), { mode: 0o700 });
  chownSync(join(folder, name), SERVICE, SERVICE);
  return join(folder, name);
};
/** What in a folder is not the service's, or may be read by others. */
const strangers = (dataDir: string): string[] =>
  [dataDir, ...readdirSync(dataDir, { recursive: true, encoding: "utf8" }).map((name) => join(dataDir, name))].filter(
    (path) => {
      const { uid, gid, mode } = statSync(path);
      return uid !== SERVICE || gid !== SERVICE || (mode & 0o077) !== 0;
    },
  );

test.skipIf(lacksRoot())(
  "what root's commands make in the data folder is the service's, and what they make elsewhere is root's (needs root)",
  { timeout: 240_000 },
  async () => {
    const dataDir = ownedFolder("data");
    const config = join(dataDir, "collector.yaml");
    const [http, mqtt] = [await freePort(), await freePort()];
    const run = async (...args: string[]): Promise<string> => {
      const { stdout, stderr, code } = await command(args);
      expect([args.join(" "), code, stderr]).toEqual([args.join(" "), 0, ""]);
      return stdout;
    };
    await run(
      "init",
      "--data-dir",
      dataDir,
      "--host",
      "127.0.0.1",
      "--http-port",
      String(http),
      "--mqtt-port",
      String(mqtt),
    );
    expect(strangers(dataDir)).toEqual([]);

    // Files that only root may read, and one that root keeps.
    writeFileSync(join(folder, "plan.png"), makePng(60, 40), { mode: 0o600 });
    await run(
      "venue",
      "floor",
      "venue-1",
      "ground",
      "--width",
      "60",
      "--height",
      "40",
      "--plan",
      join(folder, "plan.png"),
      "--config",
      config,
    );
    await run("sensor", "add", "door", "--out", join(folder, "agent.yaml"), "--config", config);
    expect(statSync(join(folder, "agent.yaml")).uid).toBe(0);
    await run("user", "link", "--config", config);
    expect(strangers(dataDir)).toEqual([]);

    // Beside a collector that runs: the write-ahead log is the service's too. Started by root, it does not stay root.
    const collector = start(["run", "--config", config]);
    const said = await new Promise<string>((resolve) => {
      collector.stdout.once("data", (text: Buffer) => resolve(text.toString()));
      collector.once("exit", () => resolve("it ended"));
    });
    expect(said).toContain("Probewarden collector on");
    expect(
      /^Uid:\t(\d+)\t(\d+)\t(\d+)\t(\d+)/m.exec(readFileSync(`/proc/${collector.pid}/status`, "utf8"))?.slice(1),
    ).toEqual([SERVICE, SERVICE, SERVICE, SERVICE].map(String));
    await run("sensor", "list", "--config", config);
    await run("backup", join(folder, "copy.tar"), "--config", config);
    expect(statSync(join(folder, "copy.tar"))).toMatchObject({ uid: 0, mode: 0o100600 });
    expect(strangers(dataDir)).toEqual([]);
    const ended = new Promise((resolve) => collector.once("exit", resolve));
    collector.kill("SIGTERM");
    expect(await ended).toBe(0);
    await run("verify", "--config", config);
    expect(strangers(dataDir)).toEqual([]);

    const copy = ownedFolder("copy");
    await run("restore", join(folder, "copy.tar"), "--data-dir", copy);
    expect(await run("verify", "--config", join(copy, "collector.yaml"))).toContain(`state: sound (${copy}/state.db)`);
    expect(await run("sensor", "list", "--config", join(copy, "collector.yaml"))).toContain("door\tvenue-1");
    expect(strangers(copy)).toEqual([]);
  },
);

test("a folder that is there is never closed to others: refused for a new collector, left alone by every other command", async () => {
  const open = join(folder, "srv");
  mkdirSync(open);
  chmodSync(open, 0o755);
  for (const args of [["init"], ["restore", "none.tar"]]) {
    const { code, stderr } = await command([...args, "--data-dir", open]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--data-dir ${open}: other users may look into it`)]);
  }
  expect(readdirSync(open)).toEqual([]);
  expect((await command(["venue", "add", "mall"], { environment: { PW_DATA_DIR: open } })).code).toBe(0);
  expect(statSync(open).mode & 0o777).toBe(0o755);
  for (const name of readdirSync(open)) expect([name, statSync(join(open, name)).mode & 0o077]).toEqual([name, 0]);
  // Nor is a file of somebody else's, named by mistake.
  const foreign = join(folder, "hosts");
  writeFileSync(foreign, "127.0.0.1 localhost\n");
  chmodSync(foreign, 0o644);
  const mistaken = { PW_DATA_DIR: open, PW_STATE_URL: `sqlite:${foreign}` };
  expect((await command(["venue", "list"], { environment: mistaken })).code).toBe(1);
  expect(statSync(foreign).mode & 0o777).toBe(0o644);
  expect(readFileSync(foreign, "utf8")).toBe("127.0.0.1 localhost\n");
});

test.skipIf(lacksRoot())("a Node that gives up no rights is named, with what to say instead", async () => {
  const refusal = vi.spyOn(process, "setegid").mockImplementation(() => {
    throw new Error("setegid() disabled: io_uring may be enabled. See CVE-2024-22017.");
  });
  try {
    await expect(asOwnerOf(ownedFolder("refused"), () => "done")).rejects.toThrow(
      /refused: it belongs to user 12345, and this Node .* works as root alone; say the same as that user \(sudo -u '#12345' …\)/,
    );
  } finally {
    refusal.mockRestore();
  }
});
