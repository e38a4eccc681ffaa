import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTypescript from "openapi-typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp } from "./app-fixture.ts";

const run = promisify(execFile);
const TSC = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));

/** What a program that knows the API by its description alone writes. */
const CLIENT = `
import type { components, operations, paths } from "./api.ts";
type Suspect = components["schemas"]["Suspect"];
type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { "application/json": infer Body } } } } } ? Body : never;
export const strong = (page: Answer<"/api/suspects">): Suspect[] => page.items.filter((row) => row.band === "strong");
export const next = (page: Answer<"/api/suspects">): string | undefined => page.next;
export const places = (page: Answer<"/api/suspects">): number[] => page.items.flatMap((row) => row.place?.position.x ?? []);
export const problem = (body: components["schemas"]["Problem"]): string => body.type + body.title + body.status + body.detail;
export const signIn: operations["postSession"]["requestBody"]["content"]["application/json"] = { name: "li", password: "secret" };
export const notFound: operations["getSuspectsBySuspectId"]["responses"][404]["content"]["application/problem+json"]["code"] = "not-found";
export const features = (answer: paths["/api/sensors.geojson"]["get"]["responses"][200]["content"]["application/geo+json"]): number[][] => answer.features.map((feature) => feature.geometry.coordinates);
export const ready = (answer: Answer<"/api/health">): boolean => answer.state === "ready";
`;
const WRONG = `${CLIENT}\nexport const none = (page: Answer<"/api/suspects">): string => page.items[0]!.noSuchField;\n`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-client-"));
  const { app, close } = await makeApp({ demo: true });
  const document = (await app.inject({ url: "/api/openapi.json" })).json();
  await close();
  await writeFile(join(folder, "api.ts"), await openapiTypescript(document));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(client: string): Promise<string> {
  const file = join(folder, "client.ts");
  await writeFile(file, client);
  const flags = ["--noEmit", "--strict", "--allowImportingTsExtensions", "--module", "nodenext", "--ignoreConfig"];
  return run(process.execPath, [TSC, ...flags, file], { cwd: folder }).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}

test("a client generated from the API's description is sound, and its types catch a field that is not there", async () => {
  expect(await check(CLIENT)).toBe("");
  expect(await check(WRONG)).toContain("noSuchField");
});
