// Composes the demo's recording out of the radio lab's: one mall floor with two KARMA boxes and a slow beacon flood. Frames are copied
// as they were recorded; only the second box gets an address of its own (in the lab both have the same) and start times are moved.
// Writes configs/demo/mall.pcap and configs/demo/scene.json. Run again with: node scripts/make-demo-recording.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lab = (name) => `${root}test/fixtures/lab/${name}`;
const labels = (name) => JSON.parse(readFileSync(lab(`${name}.json`), "utf8"));
const octets = (address) => Buffer.from(address.replaceAll(":", ""), "hex");

/** Records of a classic little-endian capture with microseconds: [seconds after the first frame, record header and frame]. */
function records(name) {
  const file = readFileSync(lab(`${name}.pcap`));
  if (file.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error(`${name}: not a little-endian microsecond capture`);
  const found = [];
  let first;
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8);
    const seconds = file.readUInt32LE(at) + file.readUInt32LE(at + 4) / 1e6;
    first ??= seconds;
    found.push({
      at: seconds - first,
      frame: Buffer.from(file.subarray(at + 16, at + 16 + length)),
      original: file.readUInt32LE(at + 12),
    });
    at += 16 + length;
  }
  return { header: file.subarray(0, 24), found };
}

const transmitter = (frame) => frame.subarray(frame.readUInt16LE(2) + 10, frame.readUInt16LE(2) + 16);
const isFrom = (addresses) => {
  const wanted = new Set(addresses.map((address) => octets(address).toString("hex")));
  return ({ frame }) => frame.length >= frame.readUInt16LE(2) + 16 && wanted.has(transmitter(frame).toString("hex"));
};
function readdress(frame, from, to) {
  const copy = Buffer.from(frame);
  const mac = copy.readUInt16LE(2);
  for (const offset of [4, 10, 16])
    if (copy.subarray(mac + offset, mac + offset + 6).equals(from)) to.copy(copy, mac + offset);
  return copy;
}

const START = 12; // seconds of the base recording that are left out, so that the first box is heard within a few seconds
const SECOND_BOX = "00:0c:43:5a:10:42";
const base = records("karma_onebssid");
const box = labels("karma_onebssid");
const airbase = labels("karma_airbase");
const flood = labels("beacon_flood_slow");
const second = records("karma_airbase")
  .found.filter(isFrom(airbase.attackers))
  .map((r) => ({ ...r, at: r.at - 2, frame: readdress(r.frame, octets(airbase.attackers[0]), octets(SECOND_BOX)) }));
const fakes = records("beacon_flood_slow")
  .found.filter(isFrom(flood.attackers))
  .map((r) => ({ ...r, at: r.at + 2 }));
const all = [...base.found, ...second, ...fakes].filter(({ at }) => at >= START && at < 49).sort((a, b) => a.at - b.at);

const EPOCH = 1_767_352_349;
const out = [base.header];
for (const { at, frame, original } of all) {
  const head = Buffer.alloc(16);
  const time = EPOCH + at - START;
  head.writeUInt32LE(Math.floor(time), 0);
  head.writeUInt32LE(Math.floor((time % 1) * 1e6), 4);
  head.writeUInt32LE(frame.length, 8);
  head.writeUInt32LE(original, 12);
  out.push(head, frame);
}
writeFileSync(`${root}configs/demo/mall.pcap`, Buffer.concat(out));

const place = (addresses, x, y) => addresses.map((address) => ({ address, position: { x, y } }));
const [one, two] = box.accessPoints;
writeFileSync(
  `${root}configs/demo/scene.json`,
  `${JSON.stringify({ networks: box.accessPoints, transmitters: [...place(box.attackers, 13, 33), ...place([SECOND_BOX], 46, 12), ...place(flood.attackers, 22, 8), ...place([one.bssid], 30, 20), ...place([two.bssid], 50, 30)] }, null, 1)}\n`,
);
console.log(`${all.length} frames`);
