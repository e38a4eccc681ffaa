import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../../store/state/open-state.ts";
import { SecretBox } from "../secret-box.ts";
import { LineFullError } from "../work-line.ts";
import { FLOW_MS, ProviderFlows, type Flow } from "./provider-flows.ts";

let folder: string;
let state: StateStore;
let now = 1_000_000;
const clock = (): number => now;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-flows-"));
  state = await openState("sqlite:", folder);
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

const flows = (key = "people.key", most?: number): ProviderFlows =>
  new ProviderFlows(state, new SecretBox(join(folder, key)), clock, most);
const flowOf = (name: string): Flow => ({
  state: `state-${name}`,
  nonce: `nonce-${name}`,
  verifier: `verifier-${name}`,
  purpose: { kind: "sign-in" },
  returnTo: "/inbox",
});

test("a sign-in that began at one collector comes back to another one of the same key, once at both together", async () => {
  const [one, two] = [flows(), flows()];
  const cookie = one.seal(flowOf("a"));
  expect(cookie).not.toMatch(/state-a|verifier-a/);
  expect(await two.takeBack(cookie, "?code=x&state=state-a")).toEqual(flowOf("a"));
  for (const each of [one, two])
    await expect(each.takeBack(cookie, "?code=x&state=state-a")).rejects.toMatchObject({
      reason: "unknown-return",
      detail: "replayed",
    });
});

test("of twenty that come back at the same moment with one state, one does", async () => {
  const all = flows();
  const cookie = all.seal(flowOf("a"));
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => all.takeBack(cookie, "?state=state-a")));
  expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a cookie of another key, of the other kind, changed, or too old, belongs to no sign-in", async () => {
  const all = flows();
  const cookie = all.seal(flowOf("a"));
  const wrong = [
    undefined,
    "",
    cookie.slice(0, -4),
    `${cookie.slice(0, 20)}AAAA${cookie.slice(24)}`,
    flows("another.key").seal(flowOf("a")),
    all.sealVouched({ issuer: "https://login.example", subject: "a", returnTo: "/" }),
  ];
  for (const one of wrong)
    await expect(all.takeBack(one, "?state=state-a"), one).rejects.toMatchObject({ reason: "unknown-return" });
  expect(all.vouched(cookie)).toBeUndefined();
  now += FLOW_MS + 1;
  await expect(all.takeBack(cookie, "?state=state-a")).rejects.toMatchObject({ reason: "unknown-return" });
  expect(await state.db.selectFrom("provider_returns").selectAll().execute()).toEqual([]);
});

test("so many that came back are remembered; full, it takes no more until the first are over", async () => {
  const few = flows("people.key", 3);
  const back = (name: string): Promise<Flow> => few.takeBack(few.seal(flowOf(name)), `?state=state-${name}`);
  for (const name of ["a", "b", "c"]) await back(name);
  await expect(back("d")).rejects.toBeInstanceOf(LineFullError);
  now += FLOW_MS + 1;
  await back("d");
  expect(await state.db.selectFrom("provider_returns").select("state_hash").execute()).toHaveLength(1);
});
