import type { Suspect, SuspectDetail } from "@probewarden/contract";
import { startCollector, venueFile, type CollectorUnderTest } from "../road/product.ts";
import type { Sandbox } from "../road/sandbox.ts";
import { answer, type Lab, type Recording } from "./lab.ts";

/** What a collector has heard from the lab's sensor. */
export class Heard {
  readonly #collector: CollectorUnderTest;

  constructor(collector: CollectorUnderTest) {
    this.#collector = collector;
  }

  /** Everybody of whom it heard, watched ones included. */
  async suspects(): Promise<Suspect[]> {
    return ((await this.#collector.get("/api/suspects")) as { items: Suspect[] }).items;
  }

  /** What is held against a suspect. */
  async evidence({ suspectId }: Suspect): Promise<SuspectDetail["evidence"]> {
    return ((await this.#collector.get(`/api/suspects/${suspectId}`)) as SuspectDetail).evidence;
  }

  /** All suspects, with all that is held against them. */
  async everything(): Promise<unknown> {
    return await Promise.all(
      (await this.suspects()).map(({ suspectId }) => this.#collector.get(`/api/suspects/${suspectId}`)),
    );
  }

  /** Whether somebody is suspected under this address, of harming it, or by this line of evidence. */
  async knows(word: string): Promise<boolean> {
    for (const suspect of await this.suspects()) {
      if (suspect.band === "watch") continue;
      if (suspect.transmitters.includes(word) || suspect.targets.includes(word)) return true;
      if ((await this.evidence(suspect)).some(({ code }) => code === word)) return true;
    }
    return false;
  }
}

/** Runs a scenario whose sensor has a collector of its own, on this machine; the sandbox ends it. */
export async function runWithCollector(
  lab: Lab,
  sandbox: Sandbox,
  scenario: string,
  seed: number,
): Promise<{ recording: Recording; heard: Heard }> {
  const collector = await startCollector(sandbox, { venue: venueFile(sandbox, ["lab-sensor"]) });
  const heard = new Heard(collector);
  const answering = await answer((word) => heard.knows(word));
  try {
    const settings = { COLLECTOR: new URL(collector.mqttUrl).port, PARAMS: `TOLD=${answering.port}` };
    return { recording: await lab.run(scenario, seed, settings), heard };
  } finally {
    answering.close();
  }
}
