// `npm run evaluate:retold -- DIR…`: every labelled capture told otherwise (other names, makers, channels, levels, radios, losses): what is not found any more, and what is alarmed wrongly.
import { EXIT, explainUsage } from "@probewarden/cli";
import { isPlumbing, labelledCaptures } from "../../agent/src/evaluate/labelled-capture.ts";
import { labelledAir } from "./labelled-air.ts";
import { faultsOf } from "./retold-air.ts";
import { RETELLINGS } from "./retellings.ts";

const folders = process.argv.slice(2);
if (folders.length === 0 || folders.some((it) => it.startsWith("-"))) {
  console.error(
    explainUsage("npm run evaluate:retold takes folders of labelled captures (npm run evaluate:retold -- DIR…)."),
  );
  process.exit(EXIT.usage);
}
const counts = new Map<string, { attacks: number; missed: number; innocents: number; wrong: number }>();
for (const folder of folders)
  for (const capture of await labelledCaptures(folder)) {
    if (isPlumbing(capture)) continue;
    const air = await labelledAir(capture);
    for (const [name, retelling] of Object.entries(RETELLINGS)) {
      const told = retelling(air);
      if (told === undefined) continue;
      const { isMissed, wrong } = faultsOf(told, name.startsWith("one second"));
      const count = counts.get(name) ?? { attacks: 0, missed: 0, innocents: 0, wrong: 0 };
      counts.set(name, count);
      if (air.answers.size > 0) count.attacks++;
      else count.innocents++;
      if (isMissed) count.missed++;
      count.wrong += wrong.length;
      if (isMissed) console.log(`${air.name}, ${name}: NOT FOUND`);
      for (const it of wrong) console.log(`${air.name}, ${name}: WRONG ${it}`);
    }
  }
if (counts.size === 0) {
  console.error(
    "no labelled capture: a .pcap or .pcapng with a .json of the same name beside it, or a captures.tsv above it",
  );
  process.exit(1);
}
console.log("");
for (const [name, { attacks, missed, innocents, wrong }] of counts)
  console.log(
    `${name.padEnd(40)} ${attacks - missed} of ${attacks} attacks found, ${innocents} innocent, ${wrong} wrong alarms`,
  );
const all = [...counts.values()];
const sum = (of: (count: (typeof all)[number]) => number): number => all.reduce((total, count) => total + of(count), 0);
const [attacks, missed] = [sum((it) => it.attacks), sum((it) => it.missed)];
console.log(
  `${"in all".padEnd(40)} ${attacks - missed} of ${attacks} attacks found, ${sum((it) => it.innocents)} innocent, ${sum((it) => it.wrong)} wrong alarms`,
);
console.log(`
NOT FOUND: an attack of which no suspect from +10 dB up was told · WRONG: a suspect from +10 dB up whom no label answers for
innocent: captures without an attack, told so · each row is one way of telling all captures; those that a way does not fit are left out`);
