import { useId, useState } from "react";
import { useInvite, usePeople, useWithdraw } from "../../api/people.ts";
import { useMay, useSession } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { OneTimeLink } from "./one-time-link.tsx";
import { PersonRow } from "./person-row.tsx";
import { RightsForm } from "./rights-form.tsx";
import { useReachWords } from "./use-reach-words.ts";
import "./people.css";

/** Invites somebody by a one-time link. */
function Invite() {
  const { t } = useText();
  const id = useId();
  const invite = useInvite();
  const [name, setName] = useState("");
  return (
    <section className="section">
      <h2>{t("people.invite")}</h2>
      {invite.data && <OneTimeLink made={invite.data} />}
      <RightsForm
        rights={{ roles: [], scope: { all: true } }}
        send={t("people.makeLink")}
        isBusy={invite.isPending}
        failure={invite.error}
        onSend={(rights) => invite.mutate({ ...rights, ...(name.trim() === "" ? {} : { name: name.trim() }) })}
      >
        <p className="muted">{t("people.inviteMore")}</p>
        <div className="field">
          <label htmlFor={id}>{t("people.forWhom")}</label>
          <input id={id} maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
      </RightsForm>
    </section>
  );
}

/** Who may sign in, what each may do and where; one-time links that are open; and a new one. */
export function PeopleScreen() {
  const { t } = useText();
  const query = usePeople();
  const own = useSession().data?.name;
  const mayManage = useMay("administer");
  const withdraw = useWithdraw();
  const reach = useReachWords();
  return (
    <>
      <h1>{t("people.title")}</h1>
      <p className="muted">{t("people.more")}</p>
      <Loaded query={query} what="people">
        {({ items, invitations }) => (
          <>
            <ul className="rows">
              {items.map((person) => (
                <PersonRow key={person.accountId} person={person} isOwn={person.name === own} />
              ))}
            </ul>
            {invitations.length > 0 && (
              <section className="section">
                <h2>{t("people.openLinks")}</h2>
                <ul className="rows">
                  {invitations.map(({ invitationId, name, roles, scope, madeBy, expiresAt, accountId }) => (
                    <li key={invitationId} className="session-line">
                      <span>
                        <strong>{name ?? t("people.somebody")}</strong> ·{" "}
                        {accountId === undefined
                          ? roles.map((role) => t(`people.role.${role}`)).join(t("look.comma"))
                          : t("people.otherPassword")}
                        <span className="muted small">
                          {" "}
                          {reach(scope)} · {t("people.madeBy", { name: madeBy })} · {t("people.until")}{" "}
                          <Moment at={expiresAt} as="clock" />
                        </span>
                      </span>
                      {mayManage && (
                        <button
                          type="button"
                          className="button"
                          disabled={withdraw.isPending}
                          onClick={() => withdraw.mutate(invitationId)}
                        >
                          {t("people.withdraw")}
                        </button>
                      )}
                    </li>
                  ))}
                </ul>
                <FormFailure failure={withdraw.error} />
              </section>
            )}
          </>
        )}
      </Loaded>
      {mayManage && <Invite />}
    </>
  );
}
