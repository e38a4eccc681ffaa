import type { ProviderBegin } from "@probewarden/contract";
import { useProviderBegin } from "../api/provider.ts";
import { useSession } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";

/** What people call the provider. */
export function useProviderLabel(): string {
  const { t } = useText();
  return useSession().data?.provider?.label || t("provider.usual");
}

/** Goes to the identity provider, where one is configured; else it is not there. `what` absent: something is still to be filled in. */
export function ProviderButton({ word, what }: { word: "signIn" | "accept"; what: ProviderBegin | undefined }) {
  const { t } = useText();
  const begin = useProviderBegin();
  const label = useProviderLabel();
  if (useSession().data?.provider === undefined) return null;
  return (
    <>
      <p className="muted or">{t("provider.or")}</p>
      <button
        type="button"
        className="button"
        disabled={begin.isPending || what === undefined}
        onClick={() => what !== undefined && begin.mutate(what)}
      >
        {t(`provider.${word}`, { label })}
      </button>
      <FormFailure failure={begin.error} />
    </>
  );
}
