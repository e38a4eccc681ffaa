import type { ProviderParts } from "../api/app-parts.ts";
import { IdentityProvider } from "../people/provider/identity-provider.ts";
import { ProviderFlows } from "../people/provider/provider-flows.ts";
import type { SecretBox } from "../people/secret-box.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { providerSettings } from "./check-oidc.ts";
import type { CollectorConfig } from "./config.ts";

/** The identity provider of the configuration, looked at from now on; undefined where there is none, and then nothing of it is loaded. */
export function openProvider(
  config: CollectorConfig,
  { state, box, now }: { state: StateStore; box: SecretBox; now: () => number },
): ProviderParts | undefined {
  const settings = providerSettings(config);
  if (settings === undefined) return undefined;
  const by = new IdentityProvider(settings, now);
  by.start();
  return { by, flows: new ProviderFlows(state, box, now) };
}
