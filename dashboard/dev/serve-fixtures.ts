// Serves the built dashboard with made-up data: node scripts/run-ts.mjs dashboard/dev/serve-fixtures.ts [PORT] [MODE]
import { FixtureServer, MODES, type Mode } from "./fixture-server.ts";

const [port = "8099", mode = "full"] = process.argv.slice(2);
if (!(MODES as readonly string[]).includes(mode)) {
  console.error(`MODE is one of ${MODES.join(", ")}`);
  process.exit(2);
}
console.log(`${await new FixtureServer(mode as Mode).start(Number(port))}/ (${mode})`);
