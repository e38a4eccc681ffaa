import { useState } from "react";
import { useOwnProvider, useProviderLink, useProviderUnlink } from "../../api/provider.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { OwnProofField, proofOf } from "../../components/own-proof-field.tsx";
import { useProviderLabel } from "../../components/provider-button.tsx";
import { useText } from "../../text/text.ts";

/** Here "name and password" means the password alone. */
const CODES = { "wrong-sign-in": "wrong-present" };

function Prove({ isLinked, onDone }: { isLinked: boolean; onDone: () => void }) {
  const { t } = useText();
  const link = useProviderLink();
  const unlink = useProviderUnlink();
  const [password, setPassword] = useState("");
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isLinked) unlink.mutate(proofOf(password), { onSuccess: onDone });
        else link.mutate(proofOf(password));
      }}
    >
      <OwnProofField value={password} onChange={setPassword} />
      <FormFailure failure={link.error ?? unlink.error} codes={CODES} />
      <button className="button primary" disabled={link.isPending || unlink.isPending}>
        {t(isLinked ? "provider.unlink" : "provider.link")}
      </button>
    </form>
  );
}

/** The identity of the provider that lets in with one's own account. Where neither is there, neither is this. */
export function OwnProvider() {
  const { t } = useText();
  const query = useOwnProvider();
  const label = useProviderLabel();
  const [isDoing, setDoing] = useState(false);
  const own = query.data;
  if (own !== undefined && own.provider === undefined && own.linked === undefined) return null;
  return (
    <section className="section">
      <h2>{t("provider.title", { label })}</h2>
      <p className="muted">{t("provider.more", { label })}</p>
      <Loaded query={query} what="ownProvider" rows={2}>
        {({ linked, hasPassword, provider }) => (
          <>
            {linked === undefined ? (
              <p>
                <strong>{t("provider.notLinked")}</strong>
              </p>
            ) : (
              <>
                <p>
                  <strong>{t("provider.linked")}</strong> <Moment at={linked.linkedAt} as="clock" />
                </p>
                <p className="mono small link-of-chain">
                  {linked.issuer} · <bdi>{linked.subject}</bdi>
                </p>
              </>
            )}
            {hasPassword ? (
              (linked !== undefined || provider !== undefined) && (
                <div className="row-of-buttons">
                  <button type="button" className="button" aria-expanded={isDoing} onClick={() => setDoing(!isDoing)}>
                    {t(isDoing ? "own.leave" : linked === undefined ? "provider.toLink" : "provider.toUnlink")}
                  </button>
                </div>
              )
            ) : (
              <p className="muted small">{t("provider.onlyWay")}</p>
            )}
            {isDoing && hasPassword && <Prove isLinked={linked !== undefined} onDone={() => setDoing(false)} />}
          </>
        )}
      </Loaded>
    </section>
  );
}
