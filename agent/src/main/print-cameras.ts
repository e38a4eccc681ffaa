import { CommandError } from "@probewarden/cli";
import type { CameraFinding } from "@probewarden/contract";
import { visitOnce } from "../cameras/cameras-once.ts";
import { NOWHERE_TO_ASK, placesToAsk } from "../cameras/places-to-ask.ts";
import { spellLoss } from "./camera-losses.ts";
import { checkCameras } from "./check-parts.ts";
import { loadConfig } from "./load-config.ts";
import { printableJson, quoted } from "./printable.ts";

/**
 * Looks for cameras once and prints what was found, and what was not used and why; nothing is sent. Throws {@link CommandError} where there
 * is nothing to ask on, and where no camera answered: neither is a venue without cameras.
 */
export async function printCameras(file: string, json: boolean): Promise<void> {
  const config = loadConfig(file, process.env);
  checkCameras(config, file);
  const asksOn = placesToAsk(config.cameras);
  if (asksOn.length === 0) throw new CommandError(`${file}: ${NOWHERE_TO_ASK}`);
  const { visits, dropped } = await visitOnce(config.cameras, {
    brokerUrl: config.mqtt.url,
    dataDir: config.dataDir,
  });
  const findings = visits.map((each) => each.finding);
  if (json) process.stdout.write(`${printableJson(findings)}\n`);
  else for (const finding of findings) process.stdout.write(`${spellCamera(finding)}\n`);
  for (const [reason, count] of Object.entries(dropped)) process.stderr.write(`${spellLoss(reason, count)}\n`);
  if (findings.length === 0) throw new CommandError(`no camera answered (asked: ${asksOn.join(", ")})`);
}

/** One camera on one line: its address, what it says of itself in quotes, and what is proven. */
export function spellCamera({ address, name, hardware, analytics, ladder, asked, oddities }: CameraFinding): string {
  const steps = ladder.map(({ category, step }) => `${category}: ${step}`).join(", ");
  const unanswered = asked.filter(({ outcome }) => outcome !== "answered");
  return [
    address,
    ...(hardware === undefined ? [] : [`hardware ${quoted(hardware)}`]),
    ...(name === undefined ? [] : [`name ${quoted(name)}`]),
    `analytics ${analytics}`,
    ...(steps === "" ? [] : [steps]),
    ...unanswered.map(({ call, outcome }) => `${call} ${outcome}`),
    ...oddities.map(({ text }) => text),
  ].join("  ");
}
