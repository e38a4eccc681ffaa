import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@probewarden/cli";
import { afterAll, describe, expect, test } from "vitest";
import { checkProvider } from "./doctor/check-provider.ts";
import { providerSettings } from "./check-oidc.ts";
import { readConfig } from "./load-config.ts";
import { startIssuer } from "../people/provider/test-issuer.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-oidc-"));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
  return join(folder, name);
}

/** A right configuration, with these changes. */
const yaml = (oidc: Record<string, unknown>): string =>
  JSON.stringify({
    http: { hostNames: ["collector.example"] },
    oidc: {
      issuer: "https://login.example/realms/mall",
      clientId: "probewarden",
      clientSecretFile: "/etc/probewarden/oidc-secret",
      publicUrl: "https://collector.example:8443",
      ...oidc,
    },
  });
const settings = (oidc: Record<string, unknown>) => providerSettings(readConfig(yaml(oidc), "collector.yaml", {}));

describe("the identity provider in collector.yaml", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ issuer: undefined }, "/oidc/issuer is missing beside /oidc/publicUrl"],
    [{ clientId: undefined }, "/oidc/clientId is missing"],
    [{ clientSecretFile: undefined }, "/oidc/clientSecretFile is missing"],
    [{ publicUrl: undefined }, "/oidc/publicUrl is missing"],
    [{ issuer: "login.example" }, "/oidc/issuer"],
    [{ issuer: "ftp://login.example" }, "/oidc/issuer"],
    [{ issuer: "http://login.example" }, "/oidc/issuer"],
    [{ issuer: "http://login.example", allow: ["login.example"] }, "/oidc/issuer"],
    [{ issuer: "https://login.example?x=1" }, "/oidc/issuer"],
    [{ issuer: "https://login.example/.well-known/openid-configuration" }, "/oidc/issuer"],
    [{ issuer: "http://127.0.0.1:9000" }, "/oidc/issuer"],
    [{ issuer: "https://localhost" }, "/oidc/issuer"],
    [{ issuer: "https://169.254.169.254" }, "/oidc/issuer"],
    [{ allow: ["http://login.internal"] }, "/oidc/allow/0"],
    [{ publicUrl: "collector.example" }, "/oidc/publicUrl"],
    [{ publicUrl: "http://collector.example" }, "/oidc/publicUrl"],
    [{ publicUrl: "https://collector.example/app" }, "/oidc/publicUrl"],
    [{ publicUrl: "https://other.example" }, "/oidc/publicUrl"],
  ])("%j is refused in one line with the setting and an example", (change, place) => {
    const read = (): unknown => readConfig(yaml(change), "collector.yaml", {});
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      new RegExp(`^collector\\.yaml: ${place.replaceAll("/", "\\/")} ?[^\\n]*\\(example: [^\\n]+\\)$`),
    );
  });

  test("a password that stands in the address is not repeated", () => {
    expect(() => readConfig(yaml({ issuer: "https://ana:hunter2@login.example" }), "c", {})).toThrow(/^(?!.*hunter2)/);
  });

  test("the secret stands in a file alone, and is not repeated where the file is wrong", () => {
    const clientSecretFile = file("secret", "s3cret-of-the-client\n");
    expect(settings({ clientSecretFile })).toMatchObject({
      clientSecret: "s3cret-of-the-client",
      label: "",
      allow: [],
    });
    for (const [name, text] of [
      ["empty", "\n"],
      ["two-lines", "hunter2\nhunter3"],
      ["long", "x".repeat(2_000)],
    ] as const) {
      const read = (): unknown => settings({ clientSecretFile: file(name, text) });
      expect(read, name).toThrow(ConfigError);
      expect(read, name).toThrow(/^[^\n]*\/oidc\/clientSecretFile[^\n]*\(example: [^\n]+\)$/);
      expect(read, name).not.toThrow(/hunter/);
    }
    expect(() => settings({ clientSecretFile: `${folder}/missing` })).toThrow(
      /\/oidc\/clientSecretFile cannot be read/,
    );
    expect(() => settings({ clientSecretFile, caFile: file("ca", "no certificate") })).toThrow(/^\/oidc\/caFile/);
  });

  test("without an issuer there is none, and every setting can be a variable", () => {
    expect(providerSettings(readConfig("", "c", {}))).toBeUndefined();
    const config = readConfig("", "c", {
      PW_OIDC_ISSUER: "https://login.example",
      PW_OIDC_CLIENT_ID: "probewarden",
      PW_OIDC_CLIENT_SECRET_FILE: file("by-variable", "s3cret"),
      PW_OIDC_PUBLIC_URL: "https://localhost:8443",
      PW_OIDC_SIGN_OUT_THERE: "true",
    });
    expect(providerSettings(config)).toMatchObject({ clientId: "probewarden", signOutThere: true });
  });
});

test("the doctor says whether the provider answers and what must be registered there, and nothing where none is configured", async () => {
  const issuer = await startIssuer();
  const clientSecretFile = file("doctors", "s3cret");
  const { origin } = issuer.settings.issuer;
  const config = readConfig(yaml({ issuer: origin, clientSecretFile, allow: ["127.0.0.1"] }), "c", {});
  expect(await checkProvider(config, Date.now)).toEqual([
    {
      id: "provider",
      state: "ok",
      says: `${origin}/ answers; it sends browsers back to https://collector.example:8443/signed-in`,
    },
  ]);
  await issuer.close();
  expect(await checkProvider(config, Date.now)).toMatchObject([
    {
      id: "provider",
      state: "warning",
      code: "provider-away",
      says: expect.stringContaining("ECONNREFUSED") as string,
    },
  ]);
  expect(await checkProvider(readConfig("", "c", {}), Date.now)).toEqual([]);
});
