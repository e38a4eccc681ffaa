import { existsSync } from "node:fs";
import { ConfigError } from "@probewarden/cli";
import { adoptAdapter, installIdentity, type InstallOptions } from "../main/install-identity.ts";
import { lookAtBox, type BoxState } from "../sensor/look-at-box.ts";
import type { PageTrouble } from "./words.ts";

/** What became of an identity. */
export type Installed = { sensorId: string } | { trouble: PageTrouble };

/** What the page may have done, by whoever may do it. */
export interface BoxHelper {
  look(): Promise<BoxState>;
  /** Installs what a collector sent that had proven itself. Never rejects. */
  install(agentYaml: string): Promise<Installed>;
}

/** Does it itself; for root. A box that has joined is not given to somebody else by a page, whoever asks. */
export function ownHelper(
  file: string,
  parts: { install?: Pick<InstallOptions, "machine" | "start">; look?: () => Promise<BoxState> } = {},
): BoxHelper {
  return {
    look: async () => {
      await adoptAdapter(file, parts.install);
      return parts.look === undefined ? lookAtBox(file) : parts.look();
    },
    install: async (agentYaml) => {
      if (existsSync(file)) return { trouble: "joined-already" };
      try {
        // Whoever holds the phone waits; how the broker takes it, the state says a moment later.
        const options = { to: file, check: false, isProven: true, ...parts.install };
        const { config } = await installIdentity(agentYaml, "what the collector sent", options);
        return { sensorId: config.sensorId };
      } catch (error) {
        if (error instanceof ConfigError) return { trouble: "identity" };
        return { trouble: "disk" };
      }
    },
  };
}
