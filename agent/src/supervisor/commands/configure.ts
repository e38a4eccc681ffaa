import type { Answer, Command, SensorSettings } from "@probewarden/contract";
import type { AgentConfig } from "../../main/config.ts";
import type { Part } from "../reports.ts";
import type { StandingSettings } from "./standing-settings.ts";

/** Milliseconds that a radio process that is back has until it says how it hears. */
const HEARD_MS = 30_000;

/** What the radio process has to start anew for. */
const PLAN = ["channels", "channelsSixGhz", "dwellMilliseconds"] as const;

type Outcome = Omit<Answer, "commandId" | "name">;
type RadioProblems = readonly { code: string; facts?: Record<string, string | number> | undefined }[];

/** Through what a sensor is set. */
export interface ConfigureParts {
  config: AgentConfig;
  settings: StandingSettings;
  /** Other settings hold for the parts: the radio process starts anew where its own have changed. */
  tellRadio: () => void;
  /** They hold for this process: how much it writes down, and what it tells the radio of the venue. */
  holdHere: (settings: SensorSettings) => void;
}

/** Sets the sensor, and sets it back where the radio does not hear by the new plan. */
export class Configure {
  readonly #options: ConfigureParts & { isBack: (part: Part) => Promise<boolean> };
  #heard: ((problems: RadioProblems) => void) | undefined;

  constructor(options: ConfigureParts & { isBack: (part: Part) => Promise<boolean> }) {
    this.#options = options;
  }

  onRadioHeard(problems: RadioProblems): void {
    this.#heard?.(problems);
  }

  async run({ id, issuedAt, ...command }: Command): Promise<Outcome> {
    const { settings } = this.#options;
    const at = Date.parse(issuedAt);
    const wanted = command.arguments as SensorSettings;
    const before = settings.settings;
    const isPlan = PLAN.some((key) => differ(before, wanted, key));
    const why = this.#refusal(wanted, isPlan);
    if (why !== undefined) {
      settings.refuse(id, at);
      return { outcome: "refused", reason: why };
    }
    if (!settings.try(id, at, wanted)) return { outcome: "failed", reason: "settings-not-kept" };
    const trouble = await this.#apply(isPlan);
    if (trouble === undefined && settings.hold()) return { outcome: "done" };
    settings.giveUp();
    await this.#apply(isPlan);
    return trouble ?? { outcome: "failed", reason: "settings-not-kept" };
  }

  #refusal(
    { channels, channelsSixGhz }: SensorSettings,
    isPlan: boolean,
  ): "arguments" | "no-live-radio" | "part-off" | undefined {
    const { radio } = this.#options.config;
    // One list says nothing of which adapter listens where.
    if ((channels ?? channelsSixGhz) !== undefined && radio.adapters !== undefined) return "arguments";
    if (!isPlan) return undefined;
    if (!radio.enabled) return "part-off";
    return radio.recording === undefined ? undefined : "no-live-radio";
  }

  /** Undefined: they hold. */
  async #apply(restartsRadio: boolean): Promise<Outcome | undefined> {
    const { settings, tellRadio, holdHere, isBack } = this.#options;
    settings.tellParts();
    holdHere(settings.settings);
    if (!restartsRadio) {
      tellRadio();
      return undefined;
    }
    const back = isBack("radio");
    const heard = this.#nextHealth();
    tellRadio();
    if (!(await back)) return { outcome: "failed", reason: "not-back" };
    const problems = await heard.within(HEARD_MS);
    if (problems === undefined) return { outcome: "failed", reason: "not-back" };
    const lacking = problems.find(({ code }) => code === "channel-refused" || code === "channel-forbidden");
    if (lacking === undefined) return undefined;
    return {
      outcome: "failed",
      reason: "channel-refused",
      ...(lacking.facts === undefined ? {} : { facts: lacking.facts }),
    };
  }

  /** What the radio process says first after it has come back. */
  #nextHealth(): { within(milliseconds: number): Promise<RadioProblems | undefined> } {
    const next = new Promise<RadioProblems>((resolve) => {
      this.#heard = resolve;
    });
    return {
      within: (milliseconds) => {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<undefined>((resolve) => {
          timer = setTimeout(() => resolve(undefined), milliseconds);
        });
        return Promise.race([next, late]).finally(() => {
          clearTimeout(timer);
          this.#heard = undefined;
        });
      },
    };
  }
}

const differ = (one: SensorSettings, other: SensorSettings, key: keyof SensorSettings): boolean =>
  JSON.stringify(one[key]) !== JSON.stringify(other[key]);
