import { useId, useState } from "react";
import { useMakeToken, useOwnTokens, useRevokeToken } from "../../api/own.ts";
import { useSession } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Loaded } from "../../components/looks.tsx";
import { OwnProofField, proofOf } from "../../components/own-proof-field.tsx";
import { TokenLine } from "../../components/token-line.tsx";
import { useText } from "../../text/text.ts";
import { RightsForm } from "../people/rights-form.tsx";

/** For how long a token may be made. */
const DAYS = [7, 30, 90, 366];
/** Here "name and password" means the password alone. */
const CODES = { "wrong-sign-in": "wrong-present" };

/** Asks what a token is for, and shows it once. */
function MakeToken({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const id = useId();
  const { roles = [], scope = { all: true } } = useSession().data ?? {};
  const make = useMakeToken();
  const [name, setName] = useState("");
  const [days, setDays] = useState(90);
  const [mayChange, setMayChange] = useState(false);
  const [password, setPassword] = useState("");
  if (make.data)
    return (
      <div className="note" role="status">
        <p>
          <strong>{t("own.tokenMade")}</strong>
        </p>
        <p className="mono small link-of-chain">{make.data.token}</p>
        <p className="muted small">{t("own.tokenHow")}</p>
        <div className="row-of-buttons">
          <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(make.data.token)}>
            {t("look.copy")}
          </button>
          <button type="button" className="button primary" onClick={onDone}>
            {t("own.kept")}
          </button>
        </div>
      </div>
    );
  return (
    <RightsForm
      rights={{ roles: roles.length === 1 ? roles : [], scope }}
      offered={roles}
      send={t("own.makeToken")}
      isBusy={make.isPending}
      failure={make.error}
      codes={CODES}
      onSend={(rights) => make.mutate({ ...rights, name: name.trim(), days, mayChange, ...proofOf(password) })}
    >
      <div className="field">
        <label htmlFor={`${id}n`}>{t("own.tokenFor")}</label>
        <input id={`${id}n`} required maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}d`}>{t("own.tokenDays")}</label>
        <select id={`${id}d`} value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {DAYS.map((n) => (
            <option key={n} value={n}>
              {t("own.days", { n })}
            </option>
          ))}
        </select>
      </div>
      <label className="check">
        <input type="checkbox" checked={mayChange} onChange={(event) => setMayChange(event.target.checked)} />
        {t("own.tokenMayChange")}
      </label>
      <OwnProofField value={password} onChange={setPassword} />
    </RightsForm>
  );
}

/** Tokens with which programs ask in one's own name. */
export function OwnTokens() {
  const { t } = useText();
  const query = useOwnTokens();
  const revoke = useRevokeToken();
  const [isMaking, setMaking] = useState(false);
  return (
    <section className="section">
      <h2>{t("own.tokens")}</h2>
      <p className="muted">{t("own.tokensMore")}</p>
      <Loaded query={query} what="ownTokens" rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("own.noTokens")}</p>
          ) : (
            <ul className="rows">
              {items.map((token) => (
                <TokenLine
                  key={token.tokenId}
                  token={token}
                  isBusy={revoke.isPending}
                  onRevoke={() => revoke.mutate(token.tokenId)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <FormFailure failure={revoke.error} />
      {isMaking && <MakeToken onDone={() => setMaking(false)} />}
      <div className="row-of-buttons">
        <button
          type="button"
          className="button make-token"
          aria-expanded={isMaking}
          onClick={() => setMaking(!isMaking)}
        >
          {t(isMaking ? "own.leave" : "own.newToken")}
        </button>
      </div>
    </section>
  );
}
