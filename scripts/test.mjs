// `npm test`: tries `npm start` without libpcap's headers, and installs what the tests need meanwhile (Debian packages where it is root on Debian,
// saying so first), checks format, lint, types and the data dictionary, then runs all tests. The last line is "N passed, N failed". With CI=true
// whatever cannot run fails. Words after `npm test --` name test files: then `npm start` is not tried.
import "./check-node.mjs";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const strict = process.env.CI === "true";
/** Debian package → a file that shows that it is there. */
const PACKAGES = {
  mosquitto: "/usr/sbin/mosquitto",
  influxdb: "/usr/bin/influxd",
  chromium: "/usr/bin/chromium",
  tshark: "/usr/bin/tshark",
  tcpdump: "/usr/bin/tcpdump",
  "libpcap-dev": "/usr/include/pcap/pcap.h",
  "g++": "/usr/bin/g++",
  make: "/usr/bin/make",
  python3: "/usr/bin/python3",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
  iproute2: "/usr/sbin/ip",
  openssl: "/usr/bin/openssl",
};
const POSTGRES = "/usr/lib/postgresql";

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: "inherit", ...options }).status ?? 1;
let failedChecks = 0;
let passedChecks = 0;
const check = (what, status) => {
  if (status === 0) passedChecks += 1;
  else {
    failedChecks += 1;
    console.error(`FAILED: ${what}`);
  }
};

function installPackages() {
  const missing = Object.entries(PACKAGES).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (!existsSync(POSTGRES)) missing.push("postgresql");
  if (missing.length === 0) return;
  const canInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    console.log(`Tests of these do not run, for the Debian packages are missing: ${missing.join(" ")}`);
    if (strict) check(`packages ${missing.join(" ")}`, 1);
    return;
  }
  console.log(`Installing Debian packages for the tests: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], { env });
  check(
    "apt-get install",
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
}

/**
 * Begins to try `npm start` in a copy that sees neither headers nor python, beside what follows here: with them, an import that only compiles
 * where npm pcap was built goes unnoticed. Resolves with its exit code when asked for it, and prints what it said.
 */
function tryBareStart() {
  const folder = mkdtempSync(`${tmpdir()}/probewarden-bare-log-`);
  const log = openSync(`${folder}/log`, "w");
  const child = spawn(process.execPath, ["scripts/start-bare.mjs"], { cwd: root, stdio: ["ignore", log, log] });
  const ended = new Promise((resolve) =>
    child.once("error", () => resolve(1)).once("exit", (code) => resolve(code ?? 1)),
  );
  return async () => {
    const code = await ended;
    process.stdout.write(readFileSync(`${folder}/log`, "utf8"));
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
}

const bareStart = strict || process.argv.length === 2 ? tryBareStart() : undefined;
installPackages();
const hasHeaders = existsSync(PACKAGES["libpcap-dev"]);
// npm leaves out an optional package that could not be built; with the headers there it is tried again.
const lacksPcap = hasHeaders && !existsSync(`${root}node_modules/pcap`);
if (lacksPcap || !existsSync(`${root}node_modules/vitest`)) {
  console.log("Installing npm packages (once) …");
  if (run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) !== 0) process.exit(1);
}
// `pcap` is compiled at install time only where libpcap's headers were there already.
if (
  hasHeaders &&
  existsSync(`${root}node_modules/pcap`) &&
  !existsSync(`${root}node_modules/pcap/build/Release/pcap_binding.node`)
) {
  console.log("Compiling the optional package pcap …");
  check("npm rebuild pcap", run("npm", ["rebuild", "pcap", "--loglevel=error"]));
}

const bin = (name) => `${root}node_modules/.bin/${name}`;
check("build", run(process.execPath, ["scripts/build.mjs"]));
check("types of the dashboard", run(bin("tsc"), ["--build", "dashboard"]));
check("types of the tests", run(bin("tsc"), ["-p", "test"]));
check("format (npm run format mends it)", run(bin("oxfmt"), ["--check"]));
check("lint", run(bin("oxlint"), ["--type-aware", "--quiet"]));
check(
  "docs/data-dictionary.md",
  run(process.execPath, ["scripts/run-ts.mjs", "scripts/data-dictionary.ts", "--check"]),
);

if (bareStart !== undefined) check("npm start with Node only", await bareStart());

const work = mkdtempSync(`${tmpdir()}/probewarden-test-`);
const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${work}/report.json`];
// What was built above is what the tests run, where they run the product in a process of its own.
run(bin("vitest"), ["run", ...reports, ...process.argv.slice(2)], { env: { ...process.env, TEST_BUILT: "yes" } });
const report = existsSync(`${work}/report.json`) ? JSON.parse(readFileSync(`${work}/report.json`, "utf8")) : undefined;
rmSync(work, { recursive: true, force: true });
if (!report) check("vitest", 1);
// A file that cannot be loaded runs no test: it counts as one failure.
const brokenFiles = (report?.testResults ?? []).filter(
  (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
).length;
// Named once more at the end, where a long output is still seen.
for (const { name, status, assertionResults } of report?.testResults ?? [])
  for (const { fullName } of status === "failed" ? assertionResults.filter((each) => each.status === "failed") : [])
    console.log(`FAILED: ${relative(root, name)}: ${fullName}`);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
const passed = (report?.numPassedTests ?? 0) + passedChecks;
const failed = (report?.numFailedTests ?? 0) + brokenFiles + failedChecks;
if (skipped > 0) console.log(`${skipped} skipped: their titles say why`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
