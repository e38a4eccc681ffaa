import { execFileSync } from "node:child_process";
import { generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Release, releaseText } from "@probewarden/contract";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { thisDebian } from "../../agent/src/update/debian.ts";
import { buildDebian, layDebian, UNITS, unitText } from "../../scripts/package/debian.ts";
import { ownArchitecture } from "../../scripts/package/architecture.ts";
import { writeNotices } from "../../scripts/package/notices.ts";
import { layProgram, PROGRAMS } from "../../scripts/package/program.ts";
import { publicPem, publisherKey, signRelease } from "../../scripts/package/release.ts";
import { missing } from "../road/needs.ts";
import { LAB, ROOT } from "../road/sandbox.ts";

/** Where Debian has it. */
const DPKG_DEB = "/usr/bin/dpkg-deb";
/** Of issue and guide: what a sensor's package may take when it is installed. */
const AGENT_MEBIBYTES = 80;

/** The cheap part of `npm run test:packages`: the agent's package is built and read, and its program run from where it was unpacked. */
describe.skipIf(missing(DPKG_DEB) || ownArchitecture() === undefined)("the agent's package (needs dpkg-deb)", () => {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-deb-"));
  const unpacked = join(folder, "root");
  let listed = "";
  let control = "";
  beforeAll(() => {
    const architecture = ownArchitecture() ?? "amd64";
    const lay = (target: string): void => layProgram("agent", target, { root: ROOT, architecture, version: "9.8.7" });
    layDebian("agent", join(folder, "files"), ROOT, lay);
    const made = { name: "probewarden-agent", version: "9.8.7", architecture, epoch: 1_700_000_000, level: 0 };
    const file = buildDebian(join(folder, "files"), folder, ROOT, made);
    control = execFileSync("dpkg-deb", ["-f", file], { encoding: "utf8" });
    listed = execFileSync("dpkg-deb", ["-c", file], { encoding: "utf8" });
    execFileSync("dpkg-deb", ["-R", file, unpacked]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("it says what it needs and what it takes", () => {
    expect(control).toContain("Version: 9.8.7\n");
    expect(control).toContain("nodejs (>= 20.19) | probewarden-node");
    const [, kibibytes = ""] = /^Installed-Size: (\d+)$/m.exec(control) ?? [];
    expect(Number(kibibytes) / 1024).toBeLessThan(AGENT_MEBIBYTES);
    expect(readFileSync(join(unpacked, "DEBIAN/conffiles"), "utf8")).toBe("/etc/sysctl.d/60-probewarden.conf\n");
  });

  test("what reads a package before it is installed reads this one so", () => {
    const made = join(folder, `probewarden-agent_9.8.7_${ownArchitecture()}.deb`);
    const debian = thisDebian(() => undefined);
    const about = { name: "probewarden-agent", version: "9.8.7", architecture: ownArchitecture() };
    expect(debian.fields(made)).toEqual(about);
    expect(debian.fields(join(ROOT, "package.json"))).toBeUndefined();
    expect(debian.architecture()).toMatch(/^[a-z0-9]+$/);
    expect(debian.installed()).toBeUndefined();
  });

  test("everything in it is root's, and nobody else writes there", () => {
    for (const line of listed.trim().split("\n")) expect(line).toMatch(/^(l\S+|[d-]rw[x-]r-[x-]r-[x-]) root\/root /);
  });

  test("nothing in it is for who writes code, names a folder of who built it, or has to be compiled", () => {
    const paths = listed
      .trim()
      .split("\n")
      .map((line) => line.replace(/.* \.\//, ""));
    const unwanted = /\.map$|\.[cm]?ts$|\/tests?\/|node_modules\/(typescript|vite|vitest|pcap|@types)\//;
    expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
    const bundle = join(unpacked, "usr/lib/probewarden-agent/agent/dist/bundle");
    for (const name of readdirSync(bundle)) {
      const text = readFileSync(join(bundle, name), "utf8");
      expect([name, text.includes(ROOT), text.includes("sourceMappingURL")]).toEqual([name, false, false]);
    }
  });

  test("each package of others in the bundle and beside it stands in the notices", () => {
    const notices = readFileSync(join(unpacked, "usr/lib/probewarden-agent/third-party-notices.txt"), "utf8");
    const maps = readdirSync(`${ROOT}agent/dist/bundle`).filter((name) => name.endsWith(".map"));
    expect(maps.length).toBeGreaterThan(20);
    const names = maps.flatMap((name) => {
      const { sources } = JSON.parse(readFileSync(`${ROOT}agent/dist/bundle/${name}`, "utf8")) as { sources: string[] };
      return sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
    });
    for (const name of new Set([...names, "libsql", "mqtt", "pino"]))
      expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(notices).toContain("Permission is hereby granted, free of charge");
  });

  test("its program runs from there", () => {
    const program = join(unpacked, "usr/lib/probewarden-agent/agent/bin/probewarden-agent.js");
    const run = (...args: string[]): string => execFileSync(process.execPath, [program, ...args], { encoding: "utf8" });
    expect(run("version")).toBe("9.8.7\n");
    const capture = readdirSync(LAB).find((name) => name.endsWith(".pcap")) ?? "";
    expect(run("replay", join(LAB, capture), "--jsonl")).toContain('"type":"summary"');
    expect(statSync(join(unpacked, "usr/bin/probewarden-agent")).mode & 0o777).toBe(0o755);
  });

  test("its command starts Node as the committed launcher does", () => {
    const [committed = ""] = readFileSync(`${ROOT}agent/bin/probewarden-agent.js`, "utf8").split("\n");
    const [, environment = "", flags = ""] = /env -S (.+) node (.+)$/.exec(committed) ?? [];
    expect([environment, flags]).not.toContain("");
    const command = readFileSync(join(unpacked, "usr/bin/probewarden-agent"), "utf8");
    expect(command).toContain(`exec env ${environment} "$node" ${flags} /usr/lib/probewarden-agent/`);
    execFileSync("sh", ["-n", join(unpacked, "usr/bin/probewarden-agent")]);
  });

  test("its units are those of the repository, with the program's path", () => {
    for (const unit of UNITS.agent) {
      const text = readFileSync(join(unpacked, "usr/lib/systemd/system", unit), "utf8");
      expect(text).toBe(unitText(readFileSync(`${ROOT}configs/systemd/${unit}`, "utf8"), "probewarden-agent"));
      expect(text).not.toContain("/opt/");
      if (unit.endsWith(".path")) continue;
      expect(text).toContain(
        `ExecStart=/usr/bin/probewarden-agent ${/-(page|update)/.exec(unit)?.[1] ?? "run --part "}`,
      );
    }
  });
});

test("a release is signed with the publisher's key, which is made once and for its owner only", () => {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-release-"));
  const [deb, keyFile] = [join(folder, "a.deb"), join(folder, "release.key")];
  writeFileSync(deb, "a package");
  const key = publisherKey(keyFile);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(publicPem(publisherKey(keyFile))).toBe(publicPem(key));
  const written = readFileSync(signRelease(deb, { version: "9.8.7", architecture: "arm64" }, key), "utf8");
  const { signature, ...release } = JSON.parse(written) as Release;
  expect(Check(Release, { ...release, signature })).toBe(true);
  const proves = (text: string): boolean =>
    verify(null, Buffer.from(text), publicPem(key), Buffer.from(signature, "hex"));
  expect(proves(releaseText(release))).toBe(true);
  for (const lie of [
    { version: "9.8.8" },
    { architecture: "amd64" },
    { size: 10 },
    { sha256: "0".repeat(64) },
  ] as const)
    expect(proves(releaseText({ ...release, ...lie }))).toBe(false);
  writeFileSync(keyFile, generateKeyPairSync("x25519").privateKey.export({ type: "pkcs8", format: "pem" }));
  expect(() => publisherKey(keyFile)).toThrow("no key of Ed25519");
  rmSync(folder, { recursive: true });
});

test("every script that a package or the image runs is one for its shell", () => {
  const scripts = PROGRAMS.flatMap((program) =>
    ["postinst", "prerm", "postrm"].map((name): [shell: string, script: string] => [
      "sh",
      `configs/debian/probewarden-${program}/${name}`,
    ]),
  );
  const stage = `${ROOT}configs/image/pi-gen/stage-probewarden`;
  const steps = readdirSync(stage, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sh"));
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps) scripts.push(["bash", join("configs/image/pi-gen/stage-probewarden", step)]);
  for (const [shell, script] of scripts) execFileSync(shell, ["-n", join(ROOT, script)]);
});

test("a package whose licence's words are not known is not handed on", () => {
  const module = { name: "nameless", version: "1.0.0", licence: "Custom", folder: join(ROOT, "configs/systemd") };
  expect(() => writeNotices([module], [])).toThrow("nameless: it brings no text of its licence (Custom)");
});
