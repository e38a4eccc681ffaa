import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { RELEASE_PACKAGE } from "@probewarden/contract";

/** What an update does through Debian's tools and systemd; tests hand in another. Each call waits until it is over. */
export interface Debian {
  /** Of this machine, by Debian's name; undefined where it does not say. */
  architecture(): string | undefined;
  /** Version of the sensor's package that is installed whole. */
  installed(): string | undefined;
  /** What a package says of itself; undefined where it is none. */
  fields(file: string): { name: string; version: string; architecture: string } | undefined;
  /** Installs it, and keeps settings that somebody changed. False: it did not go. */
  install(file: string): boolean;
  /** Takes away what the installed version would do when it is replaced: a broken one must not keep its own way back shut. */
  dropScripts(): void;
  systemctl(...words: string[]): void;
  /** All that was written lies on the disk. */
  sync(): void;
}

const DPKG_INFO = `/var/lib/dpkg/info/${RELEASE_PACKAGE}`;
/** dpkg itself asks nobody; a script of a package that hangs is ended. */
const INSTALL_MS = 15 * 60_000;
const ASK_MS = 60_000;
/** Another program holds dpkg: so often it is asked again, so many milliseconds apart. */
const LOCKED_TRIES = 60;
const LOCKED_MS = 10_000;
const ENVIRONMENT = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C.UTF-8",
  DEBIAN_FRONTEND: "noninteractive",
};

interface Ran {
  ok: boolean;
  said: string;
  trouble: string;
}

function run(timeout: number, command: string, ...words: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, words, {
    env: ENVIRONMENT,
    encoding: "utf8",
    timeout,
    killSignal: "SIGKILL",
    maxBuffer: 4 * 1_024 * 1_024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ok: status === 0, said: (stdout ?? "").trim(), trouble: stderr ?? "" };
}

const sleep = (milliseconds: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** This machine's. `tell`: what the journal is to say. */
export const thisDebian = (tell: (line: string) => void): Debian => ({
  architecture: () => {
    const { ok, said } = run(ASK_MS, "dpkg", "--print-architecture");
    return ok ? said : undefined;
  },
  installed: () => {
    const { ok, said } = run(ASK_MS, "dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", RELEASE_PACKAGE);
    return ok ? /^installed (\S+)$/.exec(said)?.[1] : undefined;
  },
  fields: (file) => {
    const shown = "--showformat=${Package} ${Version} ${Architecture}";
    const { ok, said } = run(ASK_MS, "dpkg-deb", "--show", shown, file);
    const [, name, version, architecture] = /^(\S+) (\S+) (\S+)$/.exec(said) ?? [];
    if (!ok || name === undefined || version === undefined || architecture === undefined) return undefined;
    return { name, version, architecture };
  },
  install: (file) => {
    for (let tried = 1; ; tried++) {
      const { ok, trouble } = run(INSTALL_MS, "dpkg", "--force-confold", "--force-downgrade", "--install", file);
      if (ok) return true;
      const isLocked = /lock/.test(trouble) && tried < LOCKED_TRIES;
      tell(isLocked ? "another program installs something; waiting for it" : `dpkg: ${trouble.trim().slice(0, 2_000)}`);
      if (!isLocked) return false;
      sleep(LOCKED_MS);
    }
  },
  dropScripts: () => {
    for (const script of ["preinst", "postinst", "prerm", "postrm"]) rmSync(`${DPKG_INFO}.${script}`, { force: true });
  },
  systemctl: (...words) => {
    const { ok, trouble } = run(ASK_MS, "systemctl", ...words);
    if (!ok) tell(`systemctl ${words.join(" ")}: ${trouble.trim().slice(0, 500)}`);
  },
  sync: () => void run(INSTALL_MS, "sync"),
});
