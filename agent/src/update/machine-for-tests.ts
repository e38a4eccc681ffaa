import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseText, type Release } from "@probewarden/contract";
import type { Debian } from "./debian.ts";
import { ASKED, readOutcome, WELL, type Outcome } from "./handed-over.ts";
import type { Releases } from "./may-install.ts";
import type { UpdatePlaces } from "./places.ts";
import { prepareUpdate } from "./prepare.ts";
import { watchUpdate } from "./watch.ts";
import { WATCH_UNIT } from "./watch-unit.ts";

/** The power goes: nothing that comes after it is done. */
export class PowerCut extends Error {}

/** How a version behaves once it is installed. */
export interface Behaviour {
  /** Its package cannot be configured. */
  fails?: boolean;
  /** Its scripts let no other version in its place. */
  holdsOn?: boolean;
  /** What its supervisor says of itself; absent: it never starts. */
  says?: { acknowledged: boolean; hears: boolean };
  /** It starts anew every ten seconds. */
  restarts?: boolean;
  /** It takes the machine down a minute after its start. */
  crashes?: boolean;
}

export const publisher = generateKeyPairSync("ed25519");

export function signed(over: Partial<Release>, key: KeyObject = publisher.privateKey): Release {
  const release: Omit<Release, "signature"> = {
    v: 1,
    package: "probewarden-agent",
    version: "1.0.0",
    architecture: "amd64",
    size: 1,
    sha256: "0".repeat(64),
    ...over,
  };
  return { ...release, signature: sign(null, Buffer.from(releaseText(release)), key).toString("hex") };
}

/** Octets of a made package, which the made dpkg reads, and the release that names them. */
export function packed(
  version: string,
  about: { architecture?: "amd64" | "arm64"; name?: string; more?: number } = {},
) {
  const { architecture = "amd64", name = "probewarden-agent", more = 2_000 } = about;
  const octets = Buffer.from(`${JSON.stringify({ name, version, architecture })}${" ".repeat(more)}`);
  const sha256 = createHash("sha256").update(octets).digest("hex");
  return { octets, release: signed({ version, architecture, size: octets.length, sha256 }) };
}

/** A machine with folders of its own, a made dpkg and a made clock, whose power may be cut between any two effects. */
export class TestMachine {
  readonly folder = mkdtempSync(join(tmpdir(), "probewarden-update-"));
  readonly places: UpdatePlaces;
  readonly debian: Debian;
  /** What is installed: whole, or in the middle of it. */
  installed: { version: string; isWhole: boolean } = { version: "1.0.0", isWhole: true };
  readonly behaviours = new Map<string, Behaviour>();
  readonly installs: string[] = [];
  #scripts = true;
  #started = false;
  #effects = 0;
  #cutAt: number | undefined;
  #now = 0;
  #booted = 0;
  #run = 0;

  constructor() {
    const at = (name: string): string => join(this.folder, name);
    this.places = {
      asks: at("asks"),
      store: at("store"),
      keys: [at("etc-key.pem"), at("release-key.pem")],
      keyOwner: process.getuid?.() ?? 0,
      program: at("usr-lib"),
      installedList: at("list"),
      units: at("units"),
    };
    for (const name of ["asks", "store", "units", "usr-lib/agent/bin"]) mkdirSync(at(name), { recursive: true });
    writeFileSync(at("usr-lib/agent/bin/probewarden-agent.js"), "// the version that was there before");
    writeFileSync(at("release-key.pem"), publisher.publicKey.export({ type: "spki", format: "pem" }), { mode: 0o644 });
    this.debian = this.#makeDebian();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** The supervisor's part: the packages lie in its folder, and it asks. */
  ask({ release, back }: Releases, octets: readonly Buffer[], id = "c-one"): void {
    for (const [index, { sha256 }] of [release, back].entries())
      writeFileSync(join(this.places.asks, `${sha256}.deb`), octets[index] ?? "");
    writeFileSync(join(this.places.asks, ASKED), JSON.stringify({ id, release, back, heard: true }));
  }

  get outcome(): Outcome | undefined {
    return readOutcome(this.places.store);
  }

  get watches(): boolean {
    return existsSync(join(this.places.units, "multi-user.target.wants", WATCH_UNIT));
  }

  /** Runs until nothing is left to do; before the effect `cutAt` the power goes once. Returns the effects that there were. */
  async run(cutAt?: number): Promise<number> {
    this.#effects = 0;
    this.#cutAt = cutAt;
    for (let boots = 0; boots < 30; boots++) {
      try {
        while (existsSync(join(this.places.asks, ASKED)) || this.watches || this.#started) await this.#doWhatIsDue();
        return this.#effects;
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
        this.#started = false;
        this.#booted = this.#now;
        this.#run += 1;
      }
    }
    throw new Error("it comes to no end");
  }

  async #doWhatIsDue(): Promise<void> {
    const { places, debian } = this;
    const between = (): void => this.#between();
    if (existsSync(join(places.asks, ASKED)))
      prepareUpdate({ places, debian, between, node: ["/usr/bin/node"], seconds: 300 });
    if (!this.watches && !this.#started) return;
    this.#started = false;
    const sleep = async (milliseconds: number): Promise<void> => this.#pass(milliseconds);
    await watchUpdate({ places, debian, between, sleep, monotonic: () => this.#now, tell: () => undefined });
  }

  #between(): void {
    if (++this.#effects === this.#cutAt) throw new PowerCut();
  }

  /** Time passes, in which the version that is installed does what it does. */
  #pass(milliseconds: number): void {
    this.#now += milliseconds;
    const { version } = this.installed;
    const { says, restarts, crashes } = this.behaviours.get(version) ?? {};
    if (crashes && this.#now - this.#booted > 60_000) throw new PowerCut();
    if (says === undefined) return;
    const token = this.outcome?.token;
    const run = `run-${restarts ? Math.floor(this.#now / 10_000) : this.#run}`;
    writeFileSync(join(this.places.asks, WELL), JSON.stringify({ token, version, run, ...says }));
  }

  #makeDebian(): Debian {
    const read = (file: string) =>
      JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string; architecture: string };
    return {
      architecture: () => "amd64",
      installed: () => (this.installed.isWhole ? this.installed.version : undefined),
      fields: (file) => {
        try {
          return read(file);
        } catch {
          return undefined;
        }
      },
      install: (file) => {
        if (!existsSync(file)) return false;
        const { version } = read(file);
        this.installs.push(version);
        if (this.#scripts && version !== this.installed.version && this.behaviours.get(this.installed.version)?.holdsOn)
          return false;
        this.installed = { version, isWhole: false };
        this.#scripts = true;
        this.#between();
        if (this.behaviours.get(version)?.fails) return false;
        this.installed = { version, isWhole: true };
        return true;
      },
      dropScripts: () => (this.#scripts = false),
      systemctl: (...words) => {
        if (words[0] === "start") this.#started = true;
      },
      sync: () => undefined,
    };
  }
}
