import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type Server } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { CertificateFolder, fingerprintOf } from "./certificate-folder.ts";
import { CertificateKeeper, type ServerTls } from "./certificate-keeper.ts";
import { DAY_MS, SERVER_DAYS } from "./certificates.ts";

const NAMES = ["127.0.0.1", "localhost"];
const MADE = Date.parse("2026-11-24T10:00:00.000Z");

let dataDir: string;
let folder: CertificateFolder;
let state: StateStore;
let now: number;
let used: ServerTls[];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "certificates-"));
  folder = new CertificateFolder(dataDir);
  state = await openState("sqlite:", dataDir);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  now = MADE;
  used = [];
  await folder.make(NAMES, now);
});
afterEach(async () => {
  await state.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const keeper = (): CertificateKeeper =>
  new CertificateKeeper({
    dataDir,
    files: { certFile: folder.file("server.crt"), keyFile: folder.file("server.key") },
    names: NAMES,
    state,
    now: () => now,
    use: (tls) => used.push(tls),
    log: { info: () => undefined, warn: () => undefined },
  });
const after = (days: number): void => {
  now = MADE + days * DAY_MS;
};
const daysLeft = (): number => Math.round((folder.status().serverEndsAt - now) / DAY_MS);
/** A sensor whose latest health names these authorities. */
const sensor = async (id: string, ...fingerprints: string[]): Promise<void> => {
  await state.db
    .insertInto("sensors")
    .values(makeSensorRow(id, { health: JSON.stringify({ authorities: fingerprints }) }))
    .onConflict((conflict) =>
      conflict.column("sensor_id").doUpdateSet({ health: JSON.stringify({ authorities: fingerprints }) }),
    )
    .execute();
};
/** As if the next authority had been told to sensors for so long. */
const published = (days: number): void => {
  const at = (now - days * DAY_MS) / 1000;
  utimesSync(folder.file("ca-next.crt"), at, at);
};

test("the keys are their owner's alone", () => {
  for (const name of ["ca.key", "server.key", "ca.crt", "server.crt"] as const)
    expect(statSync(folder.file(name)).mode & 0o777).toBe(0o600);
});

test("a certificate is renewed half a year before it ends, and not earlier; its key and authority stay", async () => {
  const [key, ca] = [readFileSync(folder.file("server.key")), readFileSync(folder.file("ca.crt"))];
  const one = keeper();
  after(SERVER_DAYS - 200);
  await one.look();
  expect(daysLeft()).toBe(200);
  expect(used).toEqual([]);
  after(SERVER_DAYS - 170);
  await one.look();
  expect(daysLeft()).toBe(SERVER_DAYS);
  expect(used).toHaveLength(1);
  expect(readFileSync(folder.file("server.key"))).toEqual(key);
  expect(readFileSync(folder.file("ca.crt"))).toEqual(ca);
  expect(folder.status().names).toEqual(NAMES);
  const server = new X509Certificate(readFileSync(folder.file("server.crt")));
  expect(server.checkIssued(new X509Certificate(ca))).toBe(true);
  expect(server.verify(new X509Certificate(ca).publicKey)).toBe(true);
});

test("ten years on it still renews: a new authority comes before the old one ends, and signs when every sensor knows it", async () => {
  await sensor("north");
  const one = keeper();
  for (let day = 0; day < 3000; day += 30) {
    after(day);
    await one.look();
    expect(one.faults(), `day ${day}`).toEqual([]);
    const next = folder.status().next;
    if (next !== undefined && day % 60 === 0) {
      published(2);
      await sensor("north", next.fingerprint);
    }
  }
  const { authorityEndsAt, serverEndsAt } = folder.status();
  expect((authorityEndsAt - now) / DAY_MS).toBeGreaterThan(2900);
  expect((serverEndsAt - now) / DAY_MS).toBeGreaterThan(170);
  expect(folder.authorities().length).toBeLessThanOrEqual(3);
});

describe("an authority whose key was thrown away", () => {
  beforeEach(() => rmSync(folder.file("ca.key")));

  test("gets a successor a year before the end; it signs when all sensors have said that they know it, a day later at the earliest", async () => {
    await sensor("north");
    const one = keeper();
    after(SERVER_DAYS - 400);
    await one.look();
    expect(folder.status().next).toBeUndefined();
    after(SERVER_DAYS - 300);
    const [old = ""] = folder.authorities();
    await one.look();
    const next = folder.status().next?.fingerprint ?? "";
    expect(one.authorities().map(fingerprintOf)).toEqual([fingerprintOf(old), next]);
    published(5);
    await one.look();
    expect(existsSync(folder.file("ca.key")), "a sensor does not know it").toBe(false);
    await sensor("north", fingerprintOf(old), next);
    published(0.5);
    await one.look();
    expect(existsSync(folder.file("ca.key")), "it is not a day old").toBe(false);
    published(2);
    await one.look();
    expect(one.authorities().map(fingerprintOf)).toEqual([next, fingerprintOf(old)]);
    expect(daysLeft()).toBe(SERVER_DAYS);
    expect(used).toHaveLength(1);
    expect(folder.status()).toMatchObject({ canSign: true, next: undefined });
  });

  test("is told sixty days before the end while a sensor does not know the next, which signs before nobody comes in", async () => {
    await sensor("north");
    const one = keeper();
    after(SERVER_DAYS - 300);
    await one.look();
    expect(one.faults()).toEqual([]);
    after(SERVER_DAYS - 50);
    await one.look();
    expect(one.faults()).toMatchObject([
      { code: "certificate-ends", facts: { days: 50 } },
      { code: "authority-not-followed", facts: { sensors: 1 } },
    ]);
    after(SERVER_DAYS - 29);
    await one.look();
    expect(daysLeft()).toBe(SERVER_DAYS);
    expect(one.faults()).toEqual([]);
  });

  test("a change that was killed half-way is finished by the next look", async () => {
    after(SERVER_DAYS - 300);
    await keeper().look();
    const [nextCert, nextKey] = [readFileSync(folder.file("ca-next.crt")), readFileSync(folder.file("ca-next.key"))];
    published(2);
    const known = readFileSync(folder.file("ca.crt"), "utf8");
    await folder.switchToNext(NAMES, now);
    // As if only the server's certificate had been written.
    const { writeFileSync } = await import("node:fs");
    writeFileSync(folder.file("ca-next.crt"), nextCert);
    writeFileSync(folder.file("ca-next.key"), nextKey);
    writeFileSync(folder.file("ca.crt"), known);
    rmSync(folder.file("ca.key"));
    published(2);
    await keeper().look();
    expect(folder.status()).toMatchObject({ canSign: true, next: undefined });
    expect(folder.authorities()[0]).toBe(nextCert.toString());
  });
});

test("certificates of somebody else's are not touched; that one ends is told, and a new file is taken over", async () => {
  const other = join(dataDir, "other");
  const foreign = new CertificateFolder(other);
  const { mkdirSync, writeFileSync } = await import("node:fs");
  mkdirSync(other);
  await foreign.make(NAMES, MADE);
  const one = new CertificateKeeper({
    dataDir,
    files: { certFile: foreign.file("server.crt"), keyFile: foreign.file("server.key") },
    names: NAMES,
    state,
    now: () => now,
    use: (tls) => used.push(tls),
    log: { info: () => undefined, warn: () => undefined },
  });
  after(SERVER_DAYS - 10);
  const before = readFileSync(foreign.file("server.crt"));
  await one.look();
  expect(one.faults()).toMatchObject([{ code: "certificate-ends", facts: { days: 10 } }]);
  expect(one.authorities()).toEqual([]);
  expect(readFileSync(foreign.file("server.crt"))).toEqual(before);
  await foreign.renewServer(NAMES, now);
  await one.look();
  expect(one.faults()).toEqual([]);
  expect(used.map(({ cert }) => cert)).toEqual([readFileSync(foreign.file("server.crt"))]);
  writeFileSync(foreign.file("server.crt"), "no certificate");
  await one.look();
  expect(one.faults()).toMatchObject([{ code: "certificate-not-renewed" }]);
});

test("a client that trusts the authority is served by the renewed certificate, without a restart of the server", async () => {
  rmSync(dataDir, { recursive: true });
  const { mkdirSync } = await import("node:fs");
  mkdirSync(dataDir);
  // TLS looks at the clock of this machine.
  now = Date.now();
  await folder.make(NAMES, now - (SERVER_DAYS - 100) * DAY_MS);
  const read = (): ServerTls => ({
    cert: readFileSync(folder.file("server.crt")),
    key: readFileSync(folder.file("server.key")),
  });
  const server: Server = createServer(read(), (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", ca: folder.authorities() }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.once("error", reject);
    });
  const before = await shown();
  const one = new CertificateKeeper({
    dataDir,
    files: { certFile: folder.file("server.crt"), keyFile: folder.file("server.key") },
    names: NAMES,
    state,
    now: () => now,
    use: (tls) => server.setSecureContext(tls),
    log: { info: () => undefined, warn: () => undefined },
  });
  await one.look();
  expect(await shown()).not.toBe(before);
  server.close();
});
