import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "@probewarden/contract";
import type { RunCommand } from "./run-command.ts";

/** What `iw reg get` says: the machine's domain, and those of radios that have their own, by number of their phy. */
export interface RegulatoryDomains {
  global: string | undefined;
  ofPhy: ReadonlyMap<number, string>;
}

/** The kernel asks a helper or its own database, and takes a moment. */
const SETTLE_MS = 100;
const LOOKS = 10;

/** Reads the output of `iw reg get`. A domain is a country by ISO 3166-1, `00` (what is allowed everywhere) or `98`, `99` (a mixture). */
export function parseRegulatory(text: string): RegulatoryDomains {
  const ofPhy = new Map<number, string>();
  let global: string | undefined;
  let phy: number | undefined;
  for (const line of text.split("\n")) {
    const phyLine = /^phy#(\d+)/.exec(line);
    const country = /^country ([A-Z0-9]{2})\b/.exec(line)?.[1];
    if (phyLine) phy = Number(phyLine[1]);
    else if (line.startsWith("global")) phy = undefined;
    else if (country !== undefined && phy === undefined) global ??= country;
    else if (country !== undefined && phy !== undefined) ofPhy.set(phy, country);
  }
  return { global, ofPhy };
}

export interface RegulatoryOptions {
  run: RunCommand;
  /** What the configuration wants; undefined: what the machine has. */
  country?: string;
  /** Lets the kernel take a moment; tests do not wait. */
  pause?: () => Promise<unknown>;
}

/** The rules of the country, by which the kernel decides where a radio may listen and where it may send. They are set once, and then looked at. */
export class Regulatory {
  readonly #options: RegulatoryOptions;
  #asked: Promise<void> | undefined;
  #refused: string | undefined;

  constructor(options: RegulatoryOptions) {
    this.#options = options;
  }

  /** The domain that a radio follows now; undefined where nobody says. What is configured is set before the first answer. */
  async of(phy: number): Promise<string | undefined> {
    const { country } = this.#options;
    if (country !== undefined) await (this.#asked ??= this.#ask(country));
    const { global, ofPhy } = await this.#read();
    const domain = ofPhy.get(phy) ?? global;
    this.#refused = country === undefined || domain === country ? undefined : (domain ?? "none");
    return domain;
  }

  /** What a person should know: the country that is wanted is not the one in force. */
  problem(): Problem<"country-refused"> | undefined {
    const { country = "" } = this.#options;
    if (this.#refused === undefined) return undefined;
    return {
      code: "country-refused",
      text: `The regulatory domain ${country} was asked for, and ${this.#refused} is in force: the radio brings its own, or the machine's database has none (wireless-regdb).`,
      facts: { country, "country-in-force": this.#refused },
    };
  }

  /** It is for the whole machine: asked for where another is in force, and never a second time. */
  async #ask(country: string): Promise<void> {
    if ((await this.#read()).global === country) return;
    if (!(await this.#options.run("iw", ["reg", "set", country])).ok) return;
    const pause = this.#options.pause ?? (() => sleep(SETTLE_MS));
    for (let look = 0; look < LOOKS && (await this.#read()).global !== country; look++) await pause();
  }

  async #read(): Promise<RegulatoryDomains> {
    const { ok, stdout } = await this.#options.run("iw", ["reg", "get"]);
    return parseRegulatory(ok ? stdout : "");
  }
}
