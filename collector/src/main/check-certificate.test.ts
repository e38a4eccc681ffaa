import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@probewarden/cli";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CertificateFolder } from "./certificate-folder.ts";
import { makeCertificates } from "./certificates.ts";
import { checkCertificateFiles } from "./check-certificate-files.ts";
import { readConfig } from "./load-config.ts";
import { makeProgram } from "./program.ts";
import { commandsIn } from "./test-command.ts";

const NOW = Date.parse("2026-11-26T08:00:00.000Z");
const YEAR_2099 = Date.parse("2099-01-01");
const folder = mkdtempSync(join(tmpdir(), "check-certificate-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  for (const name of ["one", "two"]) {
    const { cert, key, ca } = await makeCertificates([`${name}.example`, "192.0.2.1"], NOW);
    writeFileSync(at(`${name}.crt`), cert);
    writeFileSync(at(`${name}.key`), key);
    writeFileSync(at(`${name}.ca`), ca);
  }
  // An authority that was put where the server's certificate belongs, with its own key.
  mkdirSync(at("ours"));
  const ours = new CertificateFolder(at("ours"));
  await ours.make(["one.example"], NOW);
  writeFileSync(at("text"), "no certificate\n");
  writeFileSync(at("half"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
});

const yamlOf = (certFile: string, keyFile: string, names: readonly string[] = []): string =>
  `dataDir: ${at("data")}\nhttp: { host: 0.0.0.0, certFile: ${certFile}, keyFile: ${keyFile}, hostNames: [${names.join(", ")}] }\n`;
const check = (certFile: string, keyFile: string, names: string[] = [], now = NOW): void =>
  checkCertificateFiles(readConfig(yamlOf(at(certFile), at(keyFile), names), "collector.yaml", {}), now);

test("a certificate that holds for one of the names, with its key, is taken; also by a clock that is not set", () => {
  check("one.crt", "one.key", ["other.example", "one.example"]);
  check("one.crt", "one.key", ["192.0.2.1"]);
  check("one.crt", "one.key", [], 0);
});

test("a certificate that signed itself and names what it serves is taken, although it bears an authority's mark", () => {
  const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
  const named = ["-subj", "/CN=own", "-addext", "subjectAltName=DNS:one.example"];
  execFileSync("openssl", ["req", ...made, ...named, "-keyout", at("own.key"), "-out", at("own.crt")], {
    stdio: "ignore",
  });
  check("own.crt", "own.key", ["one.example"], Date.now() + 60_000);
  expect(() => check("own.crt", "own.key", ["two.example"], Date.now() + 60_000)).toThrow(/for none of two\.example/);
});

test("what `init` made has another time as soon as the collector starts, if its authority can still sign", () => {
  const config = readConfig(
    `dataDir: ${at("ours")}\nhttp: { host: 0.0.0.0, certFile: ${at("ours/server.crt")}, keyFile: ${at("ours/server.key")} }`,
    "collector.yaml",
    {},
  );
  checkCertificateFiles(config, YEAR_2099);
});

test.each([
  ["that is not there", () => check("none.crt", "one.key"), /none\.crt: \/http\/certFile cannot be read: /],
  ["whose key is not there", () => check("one.crt", "none.key"), /none\.key: \/http\/keyFile cannot be read: /],
  ["that is a text", () => check("text", "one.key"), /^\/http\/certFile \S+text: it holds no certificate in PEM \(/],
  ["that is damaged", () => check("half", "one.key"), /^\/http\/certFile \S+half: it holds no certificate in PEM \(/],
  ["whose key is a text", () => check("one.crt", "text"), /^\/http\/keyFile \S+text: it holds no private key in PEM/],
  ["with another's key", () => check("one.crt", "two.key"), /keyFile \S+two\.key: it is not the key of \S+one\.crt \(/],
  ["that has expired", () => check("one.crt", "one.key", [], YEAR_2099), /one\.crt: it expired on \d{4}-\d\d-\d\d \(/],
  [
    "that is not valid yet",
    () => check("one.crt", "one.key", [], Date.parse("2026-01-01")),
    /one\.crt: it is valid from 2026-11-25 on only, and this machine's clock says 2026-01-01 \(/,
  ],
  [
    "of an authority",
    () => check("ours/ca.crt", "ours/ca.key"),
    /ca\.crt: it is an authority's certificate, and no server's \(/,
  ],
  [
    "for other names",
    () => check("one.crt", "one.key", ["mall.example"]),
    /one\.crt: it is for DNS:one\.example.*, and for none of mall\.example \(/,
  ],
])("a certificate %s is refused in one line with the file and the reason", (_what, look, words) => {
  expect(look).toThrow(ConfigError);
  expect(look).toThrow(words);
  expect(look).toThrow(/^[^\n]+$/);
});

test("the authority of an outside broker is looked at too", () => {
  const config = (caFile: string) =>
    readConfig(`mqtt: { embedded: false, url: 'mqtts://broker.example', caFile: ${at(caFile)} }`, "c", {});
  checkCertificateFiles(config("one.ca"), NOW);
  for (const wrong of ["text", "half", "none"])
    expect(() => checkCertificateFiles(config(wrong), NOW)).toThrow(/caFile/);
});

test("a start with a key that it may not read ends with code 2 and one line, and nothing is listening", async () => {
  const locked = at("locked.key");
  writeFileSync(locked, "-----BEGIN PRIVATE KEY-----\n");
  chmodSync(locked, 0o000);
  writeFileSync(at("locked.yaml"), yamlOf(at("one.crt"), locked));
  const options = { withoutPrivileges: true };
  const said = await commandsIn(folder).command(["run", "--config", at("locked.yaml")], options);
  expect(said).toMatchObject({ code: 2, stdout: "" });
  expect(said.stderr).toMatch(/^[^\n]*locked\.key: [^\n]*may not read[^\n]*\n$/);
}, 120_000);

test("`check-config` says what a start would, or that nothing is wrong", async () => {
  const printed: string[] = [];
  const context = {
    print: (text: string) => printed.push(text),
    tell: () => undefined,
    environment: {},
    now: () => NOW,
  };
  const checkConfig = (file: string) =>
    makeProgram(context).parseAsync(["check-config", "--config", at(file)], { from: "user" });
  writeFileSync(at("wrong.yaml"), yamlOf(at("one.crt"), at("two.key")));
  await expect(checkConfig("wrong.yaml")).rejects.toThrow(/^\S+ \S+two\.key: it is not the key of [^\n]+$/);
  writeFileSync(at("right.yaml"), yamlOf(at("one.crt"), at("one.key"), ["one.example"]));
  await checkConfig("right.yaml");
  expect(printed).toEqual([`${at("right.yaml")}: nothing is wrong`]);
});
