import { ConfigError } from "@probewarden/cli";
import { channelMhz, planChannels, PLAN_NAMES, type ChannelName, type PlanName } from "./channel-plan.ts";
import type { AgentConfig } from "../../main/config.ts";

/** The channels that do not overlap at 2.4 GHz, where most is sent. */
const DEFAULT_CHANNELS: readonly ChannelName[] = [1, 6, 11];

type Radio = AgentConfig["radio"];

/** How one adapter is told where to listen: a plan by its name or channels, one of the two. */
type Wanted = Pick<Radio, "plan" | "channels">;

/** One adapter of the sensor, and where it listens. */
export interface Adapter {
  interfaceName: string;
  channels: readonly ChannelName[];
  /** The plan was named by its bands. */
  isNamedPlan: boolean;
}

/** The adapters that the configuration names, however it does; none where it names none. */
export function adaptersOf(radio: Radio): Adapter[] {
  const each = radio.adapters ?? (radio.interface === undefined ? [] : [{ ...radio, interface: radio.interface }]);
  return each.map((wanted) => ({
    interfaceName: wanted.interface,
    channels: channelsOf(wanted),
    isNamedPlan: wanted.plan !== undefined,
  }));
}

/** Looks for what no schema can say of the adapters. `file` is for the message. Throws {@link ConfigError}. */
export function checkAdapters(radio: Radio, file: string): void {
  const { adapters } = radio;
  if (adapters === undefined) return checkPlan(radio, file, "/radio");
  const alone = (["interface", "plan", "channels"] as const).find((key) => radio[key] !== undefined);
  if (alone !== undefined)
    throw new ConfigError(
      `${file}: /radio/adapters and /radio/${alone} exclude each other (example: adapters: [{ interface: wlan1, plan: 2.4 }])`,
    );
  const names = adapters.map((adapter) => adapter.interface);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ConfigError(`${file}: /radio/adapters names ${twice} twice (example: wlan1 and wlan2)`);
  for (const [index, adapter] of adapters.entries()) checkPlan(adapter, file, `/radio/adapters/${index}`);
}

/** YAML reads `plan: 2.4` as a number. */
const planOf = (plan: Wanted["plan"]): PlanName | undefined => PLAN_NAMES.find((each) => each === String(plan));

/** The channels that the configuration wants, in the order in which they are walked. */
export function channelsOf({ plan, channels }: Wanted): readonly ChannelName[] {
  const name = planOf(plan);
  return name === undefined ? (channels ?? DEFAULT_CHANNELS) : planChannels(name);
}

/** Looks for what no schema can say of a plan. `file` and `path` are for the message. Throws {@link ConfigError}. */
function checkPlan({ plan, channels }: Wanted, file: string, path: string): void {
  if (plan !== undefined && planOf(plan) === undefined)
    throw new ConfigError(
      `${file}: ${path}/plan must be one of ${PLAN_NAMES.join(", ")}, and is ${JSON.stringify(plan).slice(0, 40)} (example: 2.4+5)`,
    );
  if (plan !== undefined && channels !== undefined)
    throw new ConfigError(`${file}: ${path}/plan and ${path}/channels exclude each other (example: plan: 2.4+5)`);
  const wrong = channels?.find((name) => channelMhz(name) === undefined);
  if (wrong !== undefined)
    throw new ConfigError(
      `${file}: ${path}/channels names no channel with ${wrong}; numbers are those of 2.4 and 5 GHz (example: [1, 36, "6g:37"])`,
    );
  if (channels?.length === 0) throw new ConfigError(`${file}: ${path}/channels is empty (example: [1, 6, 11])`);
}
