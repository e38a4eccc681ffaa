/** What each command of the repository is for and takes, by the file that it runs: `npm run NAME -- --help`. A test holds them to package.json. */
export const USAGES = {
  "agent/src/evaluate/evaluate.ts": `npm run evaluate -- DIR… [--jsonl]

Judges every labelled capture in these folders as a sensor would, and prints a line for each, what the words mean, and totals.
A labelled capture is a .pcap or .pcapng with a .json of the same name beside it, or a row in a captures.tsv above it.
  --jsonl   one JSON object a line: each capture, and the totals at last`,
  "agent/src/cameras/evaluate.ts": `npm run evaluate:cameras -- DIR [--jsonl]

Judges recorded answers of cameras (DIR/recorded/) before a login and with one, and holds them against DIR/labels.tsv where there is one.
  --jsonl   one JSON object a line`,
  "test/air/retell.ts": `npm run evaluate:retold -- DIR…

Tells every labelled capture otherwise (other names, makers, channels, levels, radios that hop, losses) and judges each telling:
prints what is found no more and what is alarmed wrongly, then a row for each way of telling, and totals.`,
  "test/place/evaluate.ts": `npm run evaluate:place -- [DIR] [--jsonl]

Places transmitters whose place is known, of the scenes in DIR (JSON; their form: test/place/scene.ts), or without DIR on floors that are made.
Prints a table of how far off and how sure, against simpler methods.
  --jsonl   one JSON object a line for each transmitter`,
  "agent/src/evaluate/calibrate.ts": `npm run calibrate -- DIR… [--check]

Counts in labelled captures how often attacks and innocents show each observation, and writes the bounds of the weights
(agent/src/radio/detectors/bounds.ts, docs/calibration.tsv).
  --check   write nothing: say whether they are those of these captures (exit code 1: they are not)`,
  "test/fuzz/fuzz.ts": `npm run fuzz -- [FRAMES] [SEED]

Plays hostile frames (10,000,000 unless said) through the sensor and holds every report against its schema. Exit code 1: one was refused,
or the memory passed its bound.`,
  "test/air/run-air.ts": `npm run air -- SCENE.yaml --out DIR

Plays a scene of the simulator (docs/simulator.md) and writes a capture for each sensor, and the truth.`,
  "test/bench/bench.ts": `npm run bench -- [NAME…]

Measures and prints each figure beside its limit. Without a name everything, which takes some minutes on a quiet machine.
Names: replay hostile live cameras collector series hall crowd sensors streams pair return place dashboard start`,
  "test/bench/ui-bench.ts": `npm run bench:ui -- [NAME…]

Measures how the screens feel in a real Chromium, and what the store answers to them, and prints each figure beside its limit. Times are of the wall:
they mean something on a quiet machine. Needs Chromium and a built dashboard.
Names: load screens inbox day place`,
  "test/chaos/chaos.ts": `npm run chaos -- [--minutes N] [--collectors N] [--sensors N]

Kills sensors, brokers and collectors in turn on a bad network, and counts what was lost or stored twice (must be 0). Needs Linux and mosquitto.
  --minutes N      how long (10)
  --collectors N   collectors that share the load (1)
  --sensors N      sensors (5)`,
  "scripts/package.ts": `npm run package -- [--only NAME] [--architecture NAME] [--out DIR] [--version V] [--node DIR] [--no-tarball] [--release-key FILE]

Builds Debian packages of agent, collector (dashboard inside) and Node, and an archive of each program for every other Linux, of what
\`npm run build\` has made. Needs dpkg-deb and GNU tar. Two builds of one commit are the same octets (SOURCE_DATE_EPOCH).
  --only NAME           agent, collector or node
  --architecture NAME   amd64 or arm64 (this machine's)
  --out DIR             where they go (dist/packages)
  --version V           another version than that of package.json
  --node DIR            Node for another processor: its archive of nodejs.org, unpacked
  --no-tarball          no archives
  --release-key FILE    sign the agent's package for updates from afar, and build the public half in; the private key is made where FILE is not there`,
  "scripts/detector-tables.ts": `npm run detector-tables -- [DIR…]

Writes the rows of the tables of weights into docs/detectors.md; with folders of labelled captures, also what each detector found and
alarmed wrongly in them.`,
  "scripts/role-table.ts": `npm run role-table

Writes the rows of the table of routes and roles into docs/people.md, from the API's own description.`,
  "scripts/data-dictionary.ts": `npm run data-dictionary -- [--check]

Writes docs/data-dictionary.md from the schemas of the contract.
  --check   write nothing: exit code 1 when the page is stale`,
};
