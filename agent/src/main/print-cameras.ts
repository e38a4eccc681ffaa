import type { CameraFinding } from "@probewarden/contract";
import { visitOnce } from "../cameras/cameras-once.ts";
import { checkCameras } from "./check-parts.ts";
import { loadConfig } from "./load-config.ts";

/** Looks for cameras once and prints what was found; nothing is sent. */
export async function printCameras(file: string, json: boolean): Promise<void> {
  const config = loadConfig(file, process.env);
  checkCameras(config, file);
  const findings = await visitOnce(config.cameras, config.mqtt.url);
  if (json) {
    process.stdout.write(`${JSON.stringify(findings, undefined, 2)}\n`);
    return;
  }
  if (findings.length === 0) process.stderr.write("no camera answered\n");
  for (const finding of findings) process.stdout.write(`${spell(finding)}\n`);
}

/** A camera's words may hold control characters that a terminal would obey. */
const printable = (text: string | undefined): string => (text ?? "?").replaceAll(/\p{C}/gu, "?");

function spell({ address, vendor, hardware, analytics, ladder }: CameraFinding): string {
  const steps = ladder.map(({ category, step }) => `${category}: ${step}`).join(", ");
  return [
    address,
    printable(vendor),
    printable(hardware),
    `analytics ${analytics}`,
    ...(steps === "" ? [] : [steps]),
  ].join("  ");
}
