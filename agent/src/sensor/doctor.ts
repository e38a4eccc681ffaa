import type { AgentConfig } from "../main/config.ts";
import { askOwnBroker } from "./ask-own-broker.ts";
import { checkCameraAnswers, checkCamerasSearch } from "./check-cameras.ts";
import { checkInjection } from "./check-injection.ts";
import { checkHearing } from "./check-hearing.ts";
import { checkClock, checkDisk, checkNode, checkPower } from "./check-machine.ts";
import { checkOffsets } from "./check-offsets.ts";
import { checkOutbox } from "./check-outbox.ts";
import { checkRadio } from "./check-radio.ts";
import { checkUpdates } from "./check-updates.ts";
import { checkVersion } from "./check-version.ts";
import type { DoctorCheck, DoctorReport } from "./doctor-report.ts";
import { thisMachine, type Machine } from "./machine.ts";

/** What doctor acts through; tests hand in others. */
export interface DoctorDeps {
  machine: Machine;
  /** Tries to log in at the broker; resolves with the trouble in words and its name, undefined when it lets this sensor in. */
  askBroker(config: AgentConfig): Promise<{ text: string; code?: string } | undefined>;
  hearing(radio: AgentConfig["radio"]): Promise<DoctorCheck>;
  /** Sends one question as bait; asked only where that is switched on. */
  injection(radio: AgentConfig["radio"]): Promise<DoctorCheck>;
}

/** Said in every report: this project's makers had fixtures and a fake interface. */
const NOT_TRIED = [
  "real adapters: monitor mode and hopping were tried on virtual radios (mac80211_hwsim) only",
  "the drivers mt76x2u, rtl88x2bu, ath9k_htc and brcmfmac: judged by what they document",
  "long runs on a Raspberry Pi: capture was tested on a fake live interface",
];

/** Looks at all that a sensor needs, from the ground up, and says what to mend. It changes nothing that it does not put back. */
export async function runDoctor(
  config: AgentConfig,
  file: string,
  deps: DoctorDeps = defaultDeps(file),
): Promise<DoctorReport> {
  const { machine } = deps;
  const { recording, enabled } = config.radio;
  const radio = recording || !enabled ? [noLiveRadio(enabled)] : await checkRadio(machine, config.radio);
  const ready = radio.every(({ state }) => state !== "failed");
  const hearing = await hear(config.radio, ready, deps);
  const sends = recording === undefined && hearing.state === "ok" && config.radio.sendCanaries !== undefined;
  const injection = sends ? [await deps.injection(config.radio)] : [];
  const rest = await Promise.all([
    checkClock(machine),
    checkDisk(machine, config.dataDir),
    checkPower(machine),
    checkUplink(config, deps),
  ]);
  return {
    canListen: hearing.state === "ok",
    checks: [
      ...radio,
      ...(recording || !enabled ? [] : checkOffsets(config)),
      hearing,
      ...injection,
      checkNode(machine),
      ...rest,
      checkCamerasSearch(machine, config),
      await checkCameraAnswers(machine, config.cameras),
      checkOutbox(config.dataDir),
      checkVersion(config.dataDir),
      checkUpdates(),
    ],
    notTried: NOT_TRIED,
  };
}

async function hear(radio: AgentConfig["radio"], ready: boolean, deps: DoctorDeps): Promise<DoctorCheck> {
  if (!radio.enabled)
    return {
      id: "hearing",
      state: "unknown",
      says: "the radio is switched off in the configuration",
      todo: "Set radio.enabled: true",
    };
  if (!ready) return { id: "hearing", state: "failed", says: "not tried", todo: "Mend what failed above." };
  return await deps.hearing(radio);
}

function noLiveRadio(enabled: boolean): DoctorCheck {
  const says = enabled
    ? "this sensor plays recordings and needs no adapter"
    : "the radio is switched off in the configuration";
  return { id: "adapter", state: "unknown", says };
}

async function checkUplink(config: AgentConfig, deps: DoctorDeps): Promise<DoctorCheck> {
  const { host } = new URL(config.mqtt.url);
  const trouble = await deps.askBroker(config);
  if (trouble === undefined) return { id: "broker", state: "ok", says: `${host} lets this sensor in` };
  return { id: "broker", state: "failed", says: `no connection to ${host}`, todo: trouble.text, ...codeOf(trouble) };
}

const codeOf = ({ code }: { code?: string }): { code?: string } => (code === undefined ? {} : { code });

/** This machine, its broker and its radio. */
export function defaultDeps(file: string): DoctorDeps {
  return {
    machine: thisMachine,
    hearing: (radio) => checkHearing(radio, file),
    injection: (radio) => checkInjection(radio, file),
    askBroker: askOwnBroker,
  };
}
