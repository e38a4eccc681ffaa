import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../../people/audit.ts";
import { openState } from "../../store/state/open-state.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-audit-"));
const environment = { PW_DATA_DIR: folder };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(line: string): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(line.split(" "), { from: "user" });
  return lines.join("\n");
}
async function inState(work: (state: Awaited<ReturnType<typeof openState>>) => Promise<unknown>): Promise<void> {
  const state = await openState("sqlite:", folder);
  await work(state);
  await state.close();
}

beforeAll(() =>
  inState((state) =>
    state.transaction(async (trx) => {
      for (const subject of ["box-one", "=1+1"])
        await audit(trx, { at: 1_795_000_000_000, by: "王敏", action: "suspect-dismissed", subject });
    }),
  ),
);

test("audit verify says that all is there, and with which link it ends", async () => {
  const said = await run("audit verify");
  expect(said).toMatch(/^audit: whole: 2 lines, 1 to 2, end [0-9a-f]{64}$/);
  expect(await run(`audit verify --end ${said.slice(-64)}`)).toBe(said);
  await expect(run(`audit verify --end ${"0".repeat(64)}`)).rejects.toThrow("audit: line 2: every link holds, but");
  await expect(run("audit verify --end abc")).rejects.toThrow(/^--end abc: a link is 64 hexadecimal digits/);
});

test("audit export writes all of it into a new private file, and no cell of it is a formula", async () => {
  const [jsonl, csv] = [join(folder, "audit.jsonl"), join(folder, "audit.csv")];
  expect(await run(`audit export ${jsonl}`)).toBe(`2 lines are in ${jsonl}`);
  const [first, second] = readFileSync(jsonl, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(first).toMatchObject({ seq: 1, by: "王敏", action: "suspect-dismissed", subject: "box-one" });
  expect(second?.["before"]).toBe(first?.["hash"]);
  expect(statSync(jsonl).mode & 0o777).toBe(0o600);
  await run(`audit export ${csv} --format csv`);
  const text = readFileSync(csv, "utf8");
  expect(text).toMatch(/^\ufeffseq,at,by,action,subject,before,hash\r\n1,2026-/);
  expect(text).not.toMatch(/,=1\+1/);
  await expect(run(`audit export ${csv}`)).rejects.toThrow(`${csv}: cannot be made`);
  await expect(run(`audit export ${csv} --format xml`)).rejects.toThrow(/^--format xml: it is jsonl or csv/);
});

test("audit verify names the first line that is not as it was written", async () => {
  await inState((state) => state.db.updateTable("audit").set({ by: "nobody" }).where("seq", "=", 2).execute());
  await expect(run("audit verify")).rejects.toThrow(/^audit: line 2: it, or the line before it, is not what was/);
});
