import { execFileSync, spawnSync } from "node:child_process";
import { ROOT } from "../road/sandbox.ts";

/** Why a network of its own cannot be made here; undefined when it can. */
export function whyNoNamespace(): string | undefined {
  try {
    execFileSync("unshare", ["-n", "sh", "-c", "ip link add d0 type veth peer name d1"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "`unshare -n` and `ip link add d0 type veth` need Linux and root";
  }
}

/**
 * Runs commands of `ip`, and then a program in TypeScript, in a network of its own. The program prints one JSON value as its last line.
 * @param network commands, one a line, without `ip`
 */
export function inNetwork(network: string, program: string): unknown {
  const setUp = network
    .trim()
    .split("\n")
    .map((line) => `ip ${line.trim()}`)
    .join(" && ");
  const node = [process.execPath, "--conditions=@probewarden/source", "--import", "tsx", "--input-type=module", "-e"];
  const { stdout, stderr, status } = spawnSync(
    "unshare",
    ["-n", "sh", "-c", `${setUp} && exec "$@"`, "sh", ...node, program],
    { cwd: ROOT, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as unknown;
}
