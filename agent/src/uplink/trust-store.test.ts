import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lacksRoot } from "@probewarden/cli/for-tests";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { TRUST_FILE, TrustStore, readLearnt } from "./trust-store.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "probewarden-trust-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** A certificate of openssl's, of an authority or not. */
function certificate(isAuthority = true): string {
  made += 1;
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"];
  const extension = ["-addext", `basicConstraints=critical,CA:${isAuthority ? "TRUE" : "FALSE"}`];
  const name = ["-subj", `/CN=test ${made}`, "-keyout", "/dev/null"];
  return spawnSync("openssl", [...args, ...extension, ...name], { encoding: "utf8" }).stdout;
}

describe.skipIf(!hasOpenssl && process.env["CI"] !== "true")("whom a sensor trusts (needs openssl)", () => {
  let dataDir: string;
  let lines: string[];
  beforeEach(() => {
    dataDir = mkdtempSync(join(folder, "data-"));
    lines = [];
  });
  const given = hasOpenssl ? certificate() : "";
  const open = (own = given): TrustStore => {
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    const store = new TrustStore({ dataDir, given: own === "none" ? undefined : own, now: Date.now, log });
    store.load();
    return store;
  };

  test("a new authority is trusted beside the one of the configuration, over a restart too, and told once", () => {
    const store = open();
    const next = certificate();
    store.set([given, next]);
    store.set([given, next]);
    expect(store.authorities()).toEqual([given, given, next]);
    expect(store.fingerprints()).toHaveLength(2);
    expect(lines).toHaveLength(1);
    expect(statSync(join(dataDir, TRUST_FILE)).mode & 0o777).toBe(0o600);
    expect(open().fingerprints()).toHaveLength(2);
    expect(readLearnt(dataDir)).toEqual([given, next]);
  });

  test.skipIf(lacksRoot())("what root learns in the service's folder, the service can read (needs root)", () => {
    chownSync(dataDir, 12_345, 12_345);
    open().set([certificate()]);
    expect(statSync(join(dataDir, TRUST_FILE)).uid).toBe(12_345);
  });

  test("whatever is told, the authority of the configuration stays", () => {
    const store = open();
    store.set([certificate()]);
    store.set([]);
    expect(store.authorities()).toEqual([given]);
  });

  test("a certificate that is no authority's, or is none, or has ended, is not trusted", () => {
    const store = new TrustStore({
      dataDir,
      given,
      now: () => Date.now() + 40 * 86_400_000,
      log: pino({ level: "silent" }),
    });
    store.set([certificate()]);
    expect(store.fingerprints()).toHaveLength(1);
    const other = open();
    other.set([certificate(false), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]);
    expect(other.authorities()).toEqual([given]);
  });

  test("no more are trusted than the contract tells", () => {
    const store = open();
    store.set(Array.from({ length: 9 }, () => certificate()));
    expect(store.authorities()).toHaveLength(5);
  });

  test("a sensor whose configuration names no authority learns none", () => {
    const store = open("none");
    store.set([certificate()]);
    expect(store.authorities()).toBeUndefined();
    expect(store.fingerprints()).toEqual([]);
  });

  test("a disk that does not keep it is a problem, and the authority is trusted all the same", () => {
    mkdirSync(join(dataDir, `${TRUST_FILE}.new`));
    writeFileSync(join(dataDir, `${TRUST_FILE}.new`, "x"), "");
    const store = open();
    store.set([certificate()]);
    expect(store.problem).toMatchObject({ code: "authorities-not-kept" });
    expect(store.fingerprints()).toHaveLength(2);
    expect(() => readFileSync(join(dataDir, TRUST_FILE))).toThrow();
  });
});
