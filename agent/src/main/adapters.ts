import { ConfigError } from "@probewarden/cli";
import {
  channelMhz,
  planChannels,
  PLAN_NAMES,
  type ChannelName,
  type PlanName,
} from "../radio/control/channel-plan.ts";
import type { AgentConfig } from "./config.ts";

/** The channels that do not overlap at 2.4 GHz, where most is sent. */
const DEFAULT_CHANNELS: readonly ChannelName[] = [1, 6, 11];

/** How one adapter is told where to listen: a plan by its name or channels, one of the two. */
type Wanted = Pick<AgentConfig["radio"], "plan" | "channels">;

/** YAML reads `plan: 2.4` as a number. */
const planOf = (plan: Wanted["plan"]): PlanName | undefined => PLAN_NAMES.find((each) => each === String(plan));

/** The channels that the configuration wants, in the order in which they are walked. */
export function channelsOf({ plan, channels }: Wanted): readonly ChannelName[] {
  const name = planOf(plan);
  return name === undefined ? (channels ?? DEFAULT_CHANNELS) : planChannels(name);
}

/** Looks for what no schema can say of a plan. `file` and `path` are for the message. Throws {@link ConfigError}. */
export function checkPlan({ plan, channels }: Wanted, file: string, path: string): void {
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
