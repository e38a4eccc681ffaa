import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAMESPACE = ["--user", "--mount", "--map-root-user"];
const IN_NAMESPACE_MS = 300_000;

/** For tests: a disk of its own, in memory, that can be filled and made read-only. */
export class OwnDisk {
  readonly folder = mkdtempSync(join(tmpdir(), "own-disk-"));

  /** @throws where this process may not mount one */
  constructor(octets: number) {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${octets}`, "tmpfs", this.folder], { stdio: "ignore" });
    } catch (error) {
      rmSync(this.folder, { recursive: true });
      throw error;
    }
  }

  resize(octets: number): void {
    this.#remount(`size=${octets}`);
  }

  /** @throws while a file on it is open for writing */
  makeReadOnly(): void {
    this.#remount("ro");
  }

  makeWritable(): void {
    this.#remount("rw");
  }

  unmount(): void {
    // Lazily: libsql lets go of a file only when its last statement is collected.
    execFileSync("umount", ["--lazy", this.folder]);
    rmSync(this.folder, { recursive: true });
  }

  #remount(option: string): void {
    execFileSync("mount", ["-o", `remount,${option}`, this.folder], { stdio: "ignore" });
  }
}

/**
 * A group of tests with {@link OwnDisk}s. Where this process may mount none they run in a user and mount namespace, in which it may, as a run of
 * their own; where there are none of those they are left out, and with CI=true they fail.
 * @param file `import.meta.url` of the test file
 */
export function describeWithDisks(title: string, file: string, tests: () => void): void {
  if (mayMount()) describe(title, tests);
  else if (spawnSync("unshare", [...NAMESPACE, "true"]).status === 0)
    test(`${title}, in a namespace of its own`, { timeout: IN_NAMESPACE_MS }, () =>
      runInNamespace(title, fileURLToPath(file)),
    );
  else
    describe.skipIf(process.env["CI"] !== "true")(
      `${title} (neither mount nor unshare --user --mount is allowed here)`,
      tests,
    );
}

function mayMount(): boolean {
  try {
    new OwnDisk(1024 * 1024).unmount();
    return true;
  } catch {
    return false;
  }
}

async function runInNamespace(title: string, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "namespace-"));
  const report = join(folder, "report.json");
  const vitest = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", file, "--root", ROOT];
  const only = ["--testNamePattern", `^${title}`, "--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const child = spawn("unshare", [...NAMESPACE, process.execPath, ...vitest, ...only], {
    cwd: ROOT,
    env: ownEnvironment(),
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  expect(code, Buffer.concat(said).toString()).toBe(0);
  const { numPassedTests } = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number };
  rmSync(folder, { recursive: true });
  // A pattern that fits nothing would pass as well.
  expect(numPassedTests).toBeGreaterThan(0);
}

/** Without what this run of the tests told its own workers. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
