import type { Person } from "@probewarden/contract";
import { useState } from "react";
import {
  useChangeRights,
  useEndSessions,
  usePersonSessions,
  usePersonTokens,
  useRevokePersonToken,
  useResetLink,
  useSetActive,
  useTakeProviderOff,
  useTakeSecondStepOff,
} from "../../api/people.ts";
import { useMay } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { plainFigure } from "../../components/figures.ts";
import { SessionLine } from "../../components/session-line.tsx";
import { TokenLine } from "../../components/token-line.tsx";
import { useText } from "../../text/text.ts";
import { OneTimeLink } from "./one-time-link.tsx";
import { isNotApart, RightsForm } from "./rights-form.tsx";
import { useReachWords } from "./use-reach-words.ts";

/** Where somebody is signed in, and how to end that. */
function Sessions({ accountId }: { accountId: string }) {
  const { t } = useText();
  const { data } = usePersonSessions(accountId);
  const end = useEndSessions(accountId);
  if (data === undefined) return null;
  if (data.items.length === 0) return <p className="muted">{t("people.noSessions")}</p>;
  return (
    <>
      <ul className="rows">
        {data.items.map((session) => (
          <SessionLine key={session.sessionId} session={session}>
            <button
              type="button"
              className="button"
              disabled={end.isPending}
              onClick={() => end.mutate(session.sessionId)}
            >
              {t("people.end")}
            </button>
          </SessionLine>
        ))}
      </ul>
      <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
        {t("people.endAll")}
      </button>
      <FormFailure failure={end.error} />
    </>
  );
}

/** Programs that ask in this account's name. */
function Tokens({ accountId }: { accountId: string }) {
  const { t } = useText();
  const items = usePersonTokens(accountId).data?.items ?? [];
  const revoke = useRevokePersonToken(accountId);
  if (items.length === 0) return null;
  return (
    <>
      <h3>{t("own.tokens")}</h3>
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
      <FormFailure failure={revoke.error} />
    </>
  );
}

/** What can be done with an account. Nobody does it with their own. */
function Manage({ person }: { person: Person }) {
  const { t } = useText();
  const { accountId, active } = person;
  const [isChanging, setChanging] = useState(false);
  const rights = useChangeRights(accountId);
  const shut = useSetActive(accountId);
  const reset = useResetLink(accountId);
  const stepOff = useTakeSecondStepOff(accountId);
  const unlink = useTakeProviderOff(accountId);
  return (
    <>
      <div className="row-of-buttons">
        <button type="button" className="button" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
          {t("people.change")}
        </button>
        {active && (
          <button type="button" className="button" disabled={reset.isPending} onClick={() => reset.mutate()}>
            {t("people.reset")}
          </button>
        )}
        {person.secondStep && (
          <button type="button" className="button" disabled={stepOff.isPending} onClick={() => stepOff.mutate()}>
            {t("people.stepOff")}
          </button>
        )}
        {person.provider === true && (
          <button type="button" className="button" disabled={unlink.isPending} onClick={() => unlink.mutate()}>
            {t("people.providerOff")}
          </button>
        )}
        <button type="button" className="button" disabled={shut.isPending} onClick={() => shut.mutate(!active)}>
          {t(active ? "people.shut" : "people.open")}
        </button>
      </div>
      {reset.data && <OneTimeLink made={reset.data} />}
      <FormFailure failure={reset.error ?? shut.error ?? stepOff.error ?? unlink.error} />
      {isChanging && (
        <RightsForm
          rights={person}
          send={t("people.save")}
          isBusy={rights.isPending}
          failure={rights.error}
          onSend={({ roles, scope }) => rights.mutate({ roles, scope }, { onSuccess: () => setChanging(false) })}
        >
          <p className="muted small">{t("people.changeMore")}</p>
        </RightsForm>
      )}
      <h3>{t("people.sessions")}</h3>
      <Sessions accountId={accountId} />
      <Tokens accountId={accountId} />
    </>
  );
}

/** One account: who, what, where; opened, what can be done with it. */
export function PersonRow({ person, isOwn }: { person: Person; isOwn: boolean }) {
  const { t } = useText();
  const reach = useReachWords();
  const mayManage = useMay("administer");
  const [isOpen, setOpen] = useState(false);
  const { name, roles, scope, active, sessions, secondStep, provider } = person;
  return (
    <li className="person">
      <div>
        <strong>{name}</strong>
        {isOwn && <span className="muted small"> {t("people.you")}</span>}
        {!active && <span className="strong"> · {t("people.isShut")}</span>}
        <p>{roles.map((role) => t(`people.role.${role}`)).join(t("look.comma"))}</p>
        <p className="muted small">
          {reach(scope)} · {t("people.signedIn", { n: plainFigure(sessions) })}
          {secondStep && ` · ${t("people.hasStep")}`}
          {provider === true && ` · ${t("people.hasProvider")}`}
        </p>
        {isNotApart(roles) && <p className="muted small">{t("people.notApart")}</p>}
      </div>
      {mayManage && !isOwn && (
        <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t("people.manage")}
        </button>
      )}
      {isOpen && !isOwn && (
        <div className="managed">
          <Manage person={person} />
        </div>
      )}
    </li>
  );
}
