// Proves the README's first command where there is Node and nothing else: copies the tracked files to an empty folder, hides libpcap's
// headers and python from it, runs `npm start` there on a free port, waits for /api/health, and stops it. Exit code 0: it works.
import "./check-node.mjs";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isBuilt } from "./is-built.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Seconds for the installation and the build: a slow machine with an empty npm cache is no failure. */
const INSTALL_SECONDS = 420;
/** Seconds from the end of the build to the page. */
const PAGE_SECONDS = 180;
const STOP_SECONDS = 20;

const HEADERS = ["/usr/include/pcap.h", "/usr/include/pcap/pcap.h", "/usr/local/include/pcap.h"];
/** Inside a mount namespace: an empty folder in place of each include folder, then the command. */
const HIDE = `for dir in /usr/include /usr/local/include; do [ ! -d "$dir" ] || mount --bind "$EMPTY" "$dir" || exit 90; done
for file in ${HEADERS.join(" ")}; do [ ! -e "$file" ] || exit 91; done
exec "$@"`;

const work = mkdtempSync(`${tmpdir()}/probewarden-bare-`);
const copy = `${work}/clone/`;
const empty = `${work}/empty`;

function copyTracked() {
  const listed = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  if (listed.status === 0) {
    for (const file of listed.stdout.toString().split("\0").filter(Boolean))
      if (existsSync(root + file)) cpSync(root + file, copy + file);
    return;
  }
  // An archive of the sources has no history to ask.
  const made = new Set(["node_modules", "dist", "dist-types", ".git", ".probewarden"]);
  cpSync(root, copy, { recursive: true, filter: (path) => !made.has(basename(path)) });
}

/** What stands before a command so that it sees no headers; none where the machine lets nobody have a mount namespace. */
function hiding() {
  for (const how of [["--mount"], ["--map-root-user", "--mount"]]) {
    const prefix = ["unshare", ...how, "sh", "-c", HIDE, "hide"];
    const [command, ...args] = [...prefix, "true"];
    if (spawnSync(command, args, { env: { ...process.env, EMPTY: empty } }).status === 0) return prefix;
  }
  return [];
}

/** This environment without what an outer npm says of another folder, without our own settings, and without python. */
function bareEnvironment(port) {
  const outer = /^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD$|PW_|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !outer.test(name));
  // node-gyp looks nowhere else then: an optional package with native code is left out, as on a machine without a compiler.
  return { ...Object.fromEntries(kept), EMPTY: empty, NODE_GYP_FORCE_PYTHON: `${work}/no-python`, PW_HTTP_PORT: port };
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });

const answers = (url) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 200,
    () => false,
  );

async function tryIt(prefix) {
  const port = await freePort();
  const [command, ...args] = [...prefix, "npm", "start"];
  const log = openSync(`${work}/log`, "w");
  const began = performance.now();
  const seconds = (since = began) => Math.round((performance.now() - since) / 1000);
  const child = spawn(command, args, {
    cwd: copy,
    env: bareEnvironment(port),
    stdio: ["ignore", log, log],
    // A group of its own, so that nothing of it is left behind.
    detached: true,
  });
  let ended = false;
  child.on("error", () => (ended = true)).on("exit", () => (ended = true));
  const url = `http://127.0.0.1:${port}/api/health`;
  const isThere = async () => !ended || (await answers(url));
  const toAll = (signal) => child.pid !== undefined && process.kill(-child.pid, signal);
  try {
    let builtAt;
    while (!(await answers(url))) {
      if (ended) return `npm start ended after ${seconds()} s`;
      if (builtAt === undefined && isBuilt(copy)) builtAt = performance.now();
      if (builtAt === undefined && seconds() > INSTALL_SECONDS) return `not built within ${INSTALL_SECONDS} s`;
      if (builtAt !== undefined && seconds(builtAt) > PAGE_SECONDS) return `no page ${PAGE_SECONDS} s after the build`;
      await sleep(250);
    }
    if (existsSync(`${copy}node_modules/pcap`)) return "npm pcap was installed all the same: this proves nothing";
    const page = `page after ${seconds()} s${builtAt === undefined ? "" : `, ${seconds(builtAt)} s after the build`}`;
    const stopping = performance.now();
    toAll("SIGTERM");
    while ((await isThere()) && seconds(stopping) < STOP_SECONDS) await sleep(100);
    if (await isThere()) return `${page}; it did not stop within ${STOP_SECONDS} s`;
    console.log(`npm start with Node only: ${page}, stopped after ${seconds(stopping)} s`);
    return undefined;
  } finally {
    try {
      toAll("SIGKILL");
    } catch {
      // All of it has ended.
    }
  }
}

mkdirSync(empty, { recursive: true });
copyTracked();
const prefix = hiding();
if (prefix.length === 0 && HEADERS.some((file) => existsSync(file)))
  console.log(
    "libpcap's headers are here and cannot be hidden (no mount namespace); python is hidden, so npm pcap is not built.",
  );
const failure = await tryIt(prefix);
if (failure !== undefined) {
  console.error(readFileSync(`${work}/log`, "utf8").split("\n").slice(-30).join("\n"));
  console.error(`npm start with Node only: ${failure}`);
}
rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
process.exit(failure === undefined ? 0 : 1);
