import { existsSync } from "node:fs";
import { ConfigError } from "@probewarden/cli";
import { adoptAdapter, installIdentity, type InstallOptions } from "../main/install-identity.ts";
import { lookAtBox, type BoxState } from "../sensor/look-at-box.ts";
import { onBoardRadio } from "../sensor/choose-adapter.ts";
import { thisMachine } from "../sensor/machine.ts";
import { LetGo } from "./let-go.ts";
import { giveWifi, HOTSPOT_STATE, type Wifi } from "./wifi.ts";
import type { PageTrouble } from "./words.ts";

/** What became of an identity. */
export type Installed = { sensorId: string } | { trouble: PageTrouble };

/** What the page may have done, by whoever may do it. */
export interface BoxHelper {
  look(): Promise<BoxState>;
  /** Installs what a collector sent that had proven itself. Never rejects. */
  install(agentYaml: string): Promise<Installed>;
  /** Gives a box that has not joined a Wi-Fi; with a trouble where that could not be done. Never rejects. */
  giveWifi(wifi: Wifi): Promise<PageTrouble | undefined>;
}

/** Does it itself; for root. A box that has joined is not given to somebody else by a page, whoever asks, unless its own collector has {@link LetGo let it go}. */
export function ownHelper(
  file: string,
  parts: {
    install?: Pick<InstallOptions, "machine" | "start">;
    look?: () => Promise<BoxState>;
    wifi?: (wifi: Wifi, device: string) => Promise<void>;
    hotspot?: string;
    letGo?: Pick<LetGo, "mayJoinAgain" | "forget">;
  } = {},
): BoxHelper {
  const { letGo = new LetGo({ file }) } = parts;
  return {
    look: async () => {
      await adoptAdapter(file, parts.install);
      const state = await (parts.look === undefined ? lookAtBox(file) : parts.look());
      const isRefused = state.checks.some(({ code }) => code === "broker-refused");
      if (state.checks.some(({ id, state: how }) => id === "broker" && how === "ok")) letGo.forget();
      const mayJoinAgain = isRefused && (await letGo.mayJoinAgain());
      return {
        ...state,
        ...(existsSync(parts.hotspot ?? HOTSPOT_STATE) && { hasHotspot: true }),
        ...(mayJoinAgain && { mayJoinAgain }),
      };
    },
    giveWifi: async (wifi) => {
      // Once it has joined, strangers do not send it elsewhere; without a hotspot nobody could come back from a wrong one.
      if (existsSync(file)) return "joined-already";
      if (!existsSync(parts.hotspot ?? HOTSPOT_STATE)) return "wifi";
      try {
        const device = await onBoardRadio(parts.install?.machine ?? thisMachine);
        if (device === undefined) return "wifi";
        await (parts.wifi ?? giveWifi)(wifi, device);
        return undefined;
      } catch {
        return "disk";
      }
    },
    install: async (agentYaml) => {
      if (existsSync(file) && !(await letGo.mayJoinAgain())) return { trouble: "joined-already" };
      try {
        // Whoever holds the phone waits; how the broker takes it, the state says a moment later.
        const options = { to: file, check: false, isProven: true, ...parts.install };
        const { config } = await installIdentity(agentYaml, "what the collector sent", options);
        // An outside broker refuses who has just joined until it has heard of it.
        letGo.forget();
        return { sensorId: config.sensorId };
      } catch (error) {
        if (error instanceof ConfigError) return { trouble: "identity" };
        return { trouble: "disk" };
      }
    },
  };
}
