import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { EvaluationLine } from "./evaluation.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-recorded-"));
  const made = join(ROOT, "demo/fixtures/cameras/made-face-entrance");
  await cp(made, join(folder, "recorded/face-entrance"), { recursive: true });
  await mkdir(join(folder, "recorded/only-a-model"), { recursive: true });
  await writeFile(
    join(folder, "recorded/only-a-model/DHIP-notify.bin"),
    Buffer.concat([Buffer.alloc(32), Buffer.from('{"DeviceType":"X FACE 1"}')]),
  );
  await mkdir(join(folder, "recorded/only-with-login"), { recursive: true });
  await writeFile(
    join(folder, "recorded/only-with-login/GetSupportedRules.xml"),
    '<r><RuleDescription Name="tt:FaceDetector"/></r>',
  );
  await writeFile(
    join(folder, "recorded.tsv"),
    "file\tvendor\tmodel\tcall\tneeds_auth\nonly-with-login/GetSupportedRules.xml\tx\tx\tGetSupportedRules\tyes\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

function run(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  const script = join(ROOT, "scripts/run-ts.mjs");
  return spawnSync(process.execPath, [script, "agent/src/cameras/evaluate.ts", ...given], {
    cwd: ROOT,
    encoding: "utf8",
  });
}

test("without labels every device has a line for each category", () => {
  const { stdout, status } = run(folder, "--jsonl");
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as EvaluationLine);
  expect(status).toBe(0);
  for (const line of lines)
    expect(Object.keys(line)).toEqual(["device", "category", "beforeLogin", "withLogin", "why"]);
  const of = (device: string): EvaluationLine[] => lines.filter((line) => line.device === device);
  const named = (device: string): string[] =>
    of(device)
      .filter(({ withLogin }) => withLogin !== "unknown")
      .map(({ category, beforeLogin, withLogin }) => `${category} ${beforeLogin} ${withLogin}`);
  for (const device of ["face-entrance", "only-a-model", "only-with-login"]) expect(of(device)).toHaveLength(9);
  expect(of("face-entrance").find(({ category }) => category === "face-detection")).toMatchObject({
    beforeLogin: "advertised",
    withLogin: "enabled",
    why: [expect.stringContaining("FaceDetect enabled=true")],
  });
  expect(named("only-a-model")).toEqual(["face-recognition claimed claimed", "face-detection claimed claimed"]);
  // What needs a login counts only with one.
  expect(named("only-with-login")).toEqual(["face-detection unknown supported"]);
  expect(of("only-with-login").find(({ category }) => category === "gait")?.why).toContain(
    "ONVIF has no word for gait",
  );
});

test("a step above what a label allows is a violation, and the exit code says so", async () => {
  const labels = "device\tcategory\tbefore_login\twith_login\talso_acceptable\tnever_above\twhy\n";
  await writeFile(
    join(folder, "labels.tsv"),
    `${labels}face-entrance\tface-detection\tunknown\tunknown\t\tclaimed\tx\n`,
  );
  expect(evaluate(folder).violations.map(({ login }) => login)).toEqual(["before", "with"]);
  expect(run(folder).status).toBe(1);
  await rm(join(folder, "labels.tsv"));
});

test.each([[[]], [["/nowhere"]], [["--jsonl"]], [["a", "b"]]])("wrong usage %j is told with an example", (given) => {
  const { status, stderr } = run(...given);
  expect(status).toBe(2);
  expect(stderr).toContain("usage: npm run evaluate:cameras -- DIR [--jsonl]");
});
