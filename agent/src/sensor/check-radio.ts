import { chooseMethod, MEND_METHOD, NO_METHOD } from "../radio/capture/capture-method.ts";
import { makeChannelPlan, missingChannels, type ChannelName } from "../radio/control/channel-plan.ts";
import { parseRegulatory } from "../radio/control/regulatory.ts";
import { channelAt, type Band } from "../radio/dot11/channels.ts";
import { adaptersOf, type Adapter } from "../radio/control/adapters.ts";
import { parseIwDev, parseIwPhy, type IwInterface, type IwPhy } from "../radio/control/iw-output.ts";
import type { AgentConfig } from "../main/config.ts";
import type { DoctorCheck } from "./doctor-report.ts";
import { driverOf, ON_BOARD_DRIVER } from "./choose-adapter.ts";
import type { Machine } from "./machine.ts";

/** Interface types (if_arp.h): 802.11 bare, with Prism header, with radiotap: what an interface in monitor mode has. */
const MONITOR_ARPHRD = new Set(["801", "802", "803"]);
/** Capabilities of the radio process (capabilities(7)), as bits of CapEff. */
const CAP_NET_ADMIN = 12n;
const CAP_NET_RAW = 13n;

const ADAPTERS =
  "Use a USB adapter with monitor mode in the kernel, for example one with an mt76x2u (both bands) or ath9k_htc (2.4 GHz) chip.";

/** All that can be known of the radio without listening, in the order in which a technician mends it; of several adapters, one after the other. */
export async function checkRadio(machine: Machine, radio: AgentConfig["radio"]): Promise<DoctorCheck[]> {
  const interfaces = parseIwDev((await machine.run("iw", ["dev"])).stdout);
  const adapters = adaptersOf(radio);
  if (adapters.length === 0) return [await noInterface(machine, interfaces)];
  const checks: DoctorCheck[] = [];
  for (const adapter of adapters) {
    const ofOne = await checkAdapter(machine, radio, adapter, interfaces);
    const name = adapters.length === 1 ? "" : `${adapter.interfaceName}: `;
    checks.push(...ofOne.map((check) => ({ ...check, says: `${name}${check.says}` })));
  }
  if (checks.some(({ state, id }) => state === "failed" && id === "adapter") && adapters.length === 1) return checks;
  return [...checks, await permission(machine), await captureMethod(machine, radio.capture)];
}

async function checkAdapter(
  machine: Machine,
  radio: AgentConfig["radio"],
  adapter: Adapter,
  interfaces: IwInterface[],
): Promise<DoctorCheck[]> {
  const name = adapter.interfaceName;
  const arphrd = (await machine.readText(`/sys/class/net/${name}/type`))?.trim();
  if (arphrd === undefined) return [missing(name, interfaces)];

  const driver = await driverOf(machine, name);
  const known = interfaces.find((each) => each.name === name);
  const phy = known && parseIwPhy((await machine.run("iw", ["phy", `phy${known.phy}`, "info"])).stdout)[0];
  const first: DoctorCheck[] = driver === ON_BOARD_DRIVER && !MONITOR_ARPHRD.has(arphrd) ? [onBoard(name)] : [];
  return [
    ...first,
    {
      id: "adapter",
      state: "ok",
      says: `${name} is there, ${driver === undefined ? "its driver is not named" : `driver ${driver}`}`,
    },
    monitorMode(radio, name, arphrd, phy),
    channels(adapter, phy),
    await blocked(machine, known),
    await regulatoryDomain(machine, radio.country, known?.phy),
  ];
}

async function noInterface(machine: Machine, interfaces: IwInterface[]): Promise<DoctorCheck> {
  for (const { name } of interfaces) {
    if ((await driverOf(machine, name)) === ON_BOARD_DRIVER) continue;
    return { id: "adapter", state: "failed", says: "radio.interface is not set", todo: `Set radio.interface: ${name}` };
  }
  return {
    id: "adapter",
    state: "failed",
    says: "radio.interface is not set, and no suitable adapter is plugged in",
    todo: ADAPTERS,
  };
}

function missing(name: string, interfaces: IwInterface[]): DoctorCheck {
  const others = interfaces.map((each) => each.name).join(", ");
  const todo =
    others === ""
      ? `Plug the adapter in; \`dmesg\` tells whether a driver took it. ${ADAPTERS}`
      : `Set radio.interface to one of: ${others}`;
  return { id: "adapter", state: "failed", says: `there is no interface ${name}`, todo };
}

function onBoard(name: string): DoctorCheck {
  return {
    id: "on-board",
    state: "failed",
    says: `${name} is the Raspberry Pi's own radio, which has no monitor mode`,
    todo: ADAPTERS,
  };
}

function monitorMode(radio: AgentConfig["radio"], name: string, arphrd: string, phy: IwPhy | undefined): DoctorCheck {
  const id = "monitor-mode";
  if (MONITOR_ARPHRD.has(arphrd)) return { id, state: "ok", says: `${name} is in monitor mode` };
  if (phy === undefined)
    return {
      id,
      state: "failed",
      says: `iw does not know ${name}: it is no 802.11 radio, or iw is missing`,
      todo: "sudo apt install iw",
    };
  if (!phy.supportsMonitor) return { id, state: "failed", says: "the driver has no monitor mode", todo: ADAPTERS };
  if (radio.setMonitorMode)
    return { id, state: "ok", says: "the driver offers monitor mode; the sensor will switch to it" };
  return {
    id,
    state: "failed",
    says: `${name} is not in monitor mode`,
    todo: "Set radio.setMonitorMode: true, or switch it yourself.",
  };
}

function channels(adapter: Adapter, phy: IwPhy | undefined): DoctorCheck {
  const id = "channels";
  if (phy === undefined)
    return {
      id,
      state: "unknown",
      says: "the adapter's channels are not known; the sensor listens where the interface is tuned",
    };
  const bands = [...phy.availableMhz].map((mhz) => channelAt(mhz)?.band);
  const count = (band: Band): number => bands.filter((each) => each === band).length;
  const plan = makeChannelPlan(adapter.channels, phy);
  const named = (why: string, names: readonly ChannelName[]): string =>
    names.length === 0 ? "" : `; ${why}: ${names.join(", ")}`;
  const says = `${count("2.4")} channels at 2.4 GHz, ${count("5")} at 5 GHz, ${count("6")} at 6 GHz; plan ${adapter.channels.join(", ")}${named(
    "the regulatory domain forbids",
    plan.forbidden,
  )}${named("the adapter lacks", plan.refused)}`;
  const { forbidden, refused } = missingChannels(plan, adapter.isNamedPlan);
  if (forbidden.length + refused.length === 0) return { id, state: "ok", says };
  return { id, state: "warning", says, todo: "Take these out of the plan (radio.channels), or set radio.country." };
}

async function blocked({ run }: Machine, known: IwInterface | undefined): Promise<DoctorCheck> {
  const id = "rfkill";
  const { ok, stdout } = await run("rfkill", ["list", "wifi"]);
  if (!ok) return { id, state: "unknown", says: "rfkill does not answer" };
  // Blocks are listed as `1: phy1: Wireless LAN`; without knowing the radio, any block counts.
  const blocks = stdout
    .split(/^(?=\d+: )/m)
    .filter((block) => known === undefined || block.includes(`: phy${known.phy}:`));
  const hard = blocks.some((block) => /Hard blocked: yes/.test(block));
  if (hard)
    return { id, state: "failed", says: "the radio is switched off by a hardware switch", todo: "Move the switch." };
  const soft = blocks.some((block) => /Soft blocked: yes/.test(block));
  if (soft) return { id, state: "failed", says: "the radio is blocked", todo: "sudo rfkill unblock wifi" };
  return { id, state: "ok", says: "the radio is not blocked" };
}

async function regulatoryDomain(
  { run }: Machine,
  wanted: string | undefined,
  phy: number | undefined,
): Promise<DoctorCheck> {
  const id = "country";
  const { global, ofPhy } = parseRegulatory((await run("iw", ["reg", "get"])).stdout);
  const own = phy === undefined ? undefined : ofPhy.get(phy);
  const country = own ?? global;
  if (country === undefined) return { id, state: "unknown", says: "the regulatory domain is not known" };
  const says = `regulatory domain ${country}${own === undefined ? "" : ", which the radio brings itself"}`;
  if (own !== undefined && wanted !== undefined && own !== wanted)
    return { id, state: "warning", says, todo: `radio.country: ${wanted} cannot be set for it. Use another adapter.` };
  if (wanted !== undefined && country !== wanted)
    return { id, state: "ok", says: `${says}; the sensor will ask for ${wanted} when it starts` };
  if (country !== "00") return { id, state: "ok", says };
  return {
    id,
    state: "warning",
    says: "no country is set, so channels may be missing",
    todo: "Set radio.country (CN), or raspi-config, Localisation, WLAN Country.",
  };
}

async function permission(machine: Machine): Promise<DoctorCheck> {
  const id = "permission";
  const hex = /^CapEff:\s*([0-9a-f]+)/m.exec((await machine.readText("/proc/self/status")) ?? "")?.[1];
  if (hex === undefined) return { id, state: "unknown", says: "this system does not tell of capabilities" };
  const held = BigInt(`0x${hex}`);
  const lacking = [
    ...(held & (1n << CAP_NET_RAW) ? [] : ["CAP_NET_RAW"]),
    ...(held & (1n << CAP_NET_ADMIN) ? [] : ["CAP_NET_ADMIN"]),
  ];
  if (lacking.length === 0) return { id, state: "ok", says: "raw capture and channel control are permitted" };
  return {
    id,
    state: "failed",
    says: `${lacking.join(" and ")} is missing`,
    todo: "Run doctor with sudo; the systemd unit of the radio part has both.",
  };
}

/** Which way of capturing is in force, and which is missing: npm pcap is optional, so its absence alone is a fact and no fault. */
async function captureMethod(machine: Machine, wanted: AgentConfig["radio"]["capture"]): Promise<DoctorCheck> {
  const id = "capture";
  const available = { pcap: await machine.hasPcap(), tcpdump: await machine.hasTcpdump() };
  const method = chooseMethod(wanted, available);
  if (method === "none") return { id, state: "failed", says: NO_METHOD[wanted], todo: MEND_METHOD[wanted] };
  if (method === "pcap") return { id, state: "ok", says: "npm pcap captures" };
  const why = available.pcap
    ? "as configured"
    : "npm pcap is not built here (it needs libpcap's headers and a compiler)";
  return { id, state: "ok", says: `tcpdump captures, through a pipe; ${why}` };
}
