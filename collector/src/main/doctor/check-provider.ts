import { problem } from "../../health/problem.ts";
import { IdentityProvider } from "../../people/provider/identity-provider.ts";
import { ProviderAwayError } from "../../people/provider/provider-errors.ts";
import { redirectUriOf } from "../../people/provider/provider-settings.ts";
import { providerSettings } from "../check-oidc.ts";
import type { CollectorConfig } from "../config.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

const id = "provider";

/** The identity provider, where one is configured: that it answers as the issuer that was meant, and which address must be registered there. */
export async function checkProvider(config: Pick<CollectorConfig, "oidc">, now: () => number): Promise<DoctorCheck[]> {
  try {
    const settings = providerSettings(config);
    if (settings === undefined) return [];
    await new IdentityProvider(settings, now).check();
    return [
      {
        id,
        state: "ok",
        says: `${settings.issuer.href} answers; it sends browsers back to ${redirectUriOf(settings)}`,
      },
    ];
  } catch (error) {
    if (error instanceof ProviderAwayError)
      return [checkOf(id, problem("provider-away", { server: config.oidc.issuer ?? "", cause: error.code }))];
    return [{ id, state: "failed", says: error instanceof Error ? error.message : String(error) }];
  }
}
