import { existsSync } from "node:fs";
import { explainError } from "@probewarden/cli";
import type { AgentConfig } from "../main/config.ts";
import { loadConfig, readConfig } from "../main/load-config.ts";
import { runCommand, type RunCommand } from "../radio/control/run-command.ts";
import { checkClock, checkDisk, checkNode, checkPower } from "./check-machine.ts";
import { checkNetwork } from "./check-network.ts";
import { checkRadio } from "./check-radio.ts";
import { chooseAdapter } from "./choose-adapter.ts";
import { defaultDeps, runDoctor, type DoctorDeps } from "./doctor.ts";
import type { DoctorCheck, DoctorReport } from "./doctor-report.ts";
import { thisMachine, type Machine } from "./machine.ts";

/** Defaults of every setting, for a box that has none yet. */
const NOBODY = 'sensorId: nobody\nvenueId: nobody\nmqtt: { url: "mqtt://127.0.0.1:1883" }\n';

/** What can be looked at before a box has joined, with what is to be done about that first. */
export async function lookUnjoined(machine: Machine = thisMachine): Promise<DoctorReport> {
  const { radio, dataDir } = readConfig(NOBODY, "the defaults", {});
  const adapter = await chooseAdapter(machine);
  const checks: DoctorCheck[] = [
    {
      id: "identity",
      state: "failed",
      says: "this box has not joined a collector",
      todo: "sudo probewarden-agent join SIX-WORDS --collector ADDRESS, or open this box's own page with a phone.",
    },
    checkNetwork(machine),
    ...(await checkRadio(machine, adapter === undefined ? radio : { ...radio, interface: adapter })).map(beforeJoin),
    checkNode(machine),
    ...(await Promise.all([checkClock(machine), checkDisk(machine, dataDir), checkPower(machine)])),
  ];
  return { canListen: false, checks, notTried: [] };
}

/** Nobody can set anything in a file that is not there: joining does. */
const beforeJoin = (check: DoctorCheck): DoctorCheck =>
  check.id === "adapter" && check.state === "failed"
    ? { ...check, says: "no suitable adapter is plugged in", todo: "Plug one in before it joins; it is chosen then." }
    : check;

/** What of a box its own page may tell: nothing that a check says in words, for addresses and paths stand in them. */
export interface BoxState {
  /** Identifier of the sensor; absent while the box has not joined. */
  sensorId?: string;
  checks: Pick<DoctorCheck, "id" | "state" | "code">[];
  /** The box has opened its first hotspot, so it can be given a Wi-Fi. */
  hasHotspot?: boolean;
  /** It has joined, its collector does not let it in any more, and whoever stands before it may give it to another. */
  mayJoinAgain?: boolean;
}

/** Looks at the box as `doctor` does, but without taking the radio from a sensor that listens. Never rejects. */
export async function lookAtBox(
  file: string,
  deps: Partial<DoctorDeps> = {},
  run: RunCommand = runCommand,
): Promise<BoxState> {
  if (!existsSync(file)) return tellable((await lookUnjoined(deps.machine)).checks);
  let config: AgentConfig;
  try {
    config = loadConfig(file, {});
  } catch (error) {
    return tellable([{ id: "configuration", state: "failed", says: explainError(error).line }]);
  }
  try {
    const all = { ...defaultDeps(file), hearing: () => radioService(run), ...deps };
    const { checks } = await runDoctor(config, file, all);
    return { sensorId: config.sensorId, ...tellable([checkNetwork(all.machine), ...checks]) };
  } catch (error) {
    const broken: DoctorCheck = { id: "configuration", state: "failed", says: explainError(error).line };
    return { sensorId: config.sensorId, ...tellable([broken]) };
  }
}

/** Whether the radio's service keeps running; what it hears, the collector shows. */
async function radioService(run: RunCommand): Promise<DoctorCheck> {
  const id = "hearing";
  const state = (await run("systemctl", ["is-active", "probewarden-radio.service"])).stdout.trim();
  if (state === "active") return { id, state: "ok", says: "the radio's service runs" };
  if (state === "") return { id, state: "unknown", says: "systemctl does not answer" };
  return {
    id,
    state: "failed",
    says: `the radio's service is ${state.slice(0, 20)}`,
    todo: "journalctl -u probewarden-radio says why; sudo systemctl start probewarden-radio",
  };
}

const tellable = (checks: readonly DoctorCheck[]): BoxState => ({
  checks: checks.map(({ id, state, code }) => ({ id, state, ...(code === undefined ? {} : { code }) })),
});
