import { Link } from "react-router";
import { useChannels } from "../../api/channels.ts";
import { useHealth, useMay, useSession, useSignOut } from "../../api/queries.ts";
import { Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { SecondPerson } from "./second-person.tsx";
import { ChannelState } from "../channels/channel-state.tsx";

function Account() {
  const { t } = useText();
  const session = useSession().data;
  const signOut = useSignOut();
  return (
    <section className="section">
      <h2>{t("settings.account")}</h2>
      <p>{session?.demo ? t("settings.demoAccount") : t("settings.signedInAs", { name: session?.name ?? "" })}</p>
      {!session?.demo && (
        <div className="row-of-buttons">
          <Link className="button" to="/settings/account">
            {t("own.open")}
          </Link>
          <Link className="button" to="/settings/password">
            {t("settings.toPassword")}
          </Link>
          <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
            {t("settings.signOut")}
          </button>
        </div>
      )}
    </section>
  );
}

function About() {
  const { t } = useText();
  const health = useHealth().data;
  if (!health) return null;
  return (
    <section className="section">
      <h2>{t("settings.collector")}</h2>
      <dl className="facts">
        <dt>{t("settings.version")}</dt>
        <dd className="mono">{health.version}</dd>
        <dt>{t("settings.contract")}</dt>
        <dd className="mono">{health.contractVersion}</dd>
        <dt>{t("settings.api")}</dt>
        <dd>
          <a href="/api/openapi.json">/api/openapi.json</a>
        </dd>
      </dl>
    </section>
  );
}

/** The ways by which people are told, and how each goes. */
function Channels() {
  const { t } = useText();
  const channels = useChannels();
  return (
    <section className="section">
      <h2>{t("channels.title")}</h2>
      <p className="muted">{t("channels.lead")}</p>
      <Loaded query={channels} what="channels" rows={3}>
        {(all) =>
          all.length === 0 ? (
            <p>{t("channels.none")}</p>
          ) : (
            <ul className="record">
              {all.map((channel) => (
                <li key={channel.channelId}>
                  <Link to={`/settings/channels/${channel.channelId}`}>{channel.name}</Link> ·{" "}
                  <span className="muted">
                    <ChannelState channel={channel} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="row-of-buttons">
        <Link className="button" to="/settings/channels">
          {t("channels.manage")}
        </Link>
      </div>
    </section>
  );
}

/** Who is told, who is signed in, what runs. */
export function SettingsScreen() {
  const { t } = useText();
  return (
    <>
      <h1>{t("settings.title")}</h1>
      {useMay("seeSettings") && <Channels />}
      {useMay("seeSettings") && (
        <section className="section">
          <h2>{t("people.title")}</h2>
          <p className="muted">{t("people.more")}</p>
          <Link className="button" to="/people">
            {t("people.toPeople")}
          </Link>
        </section>
      )}
      {useMay("seeSettings") && <SecondPerson />}
      {useMay("audit") && (
        <section className="section">
          <h2>{t("audit.title")}</h2>
          <Link className="button" to="/audit">
            {t("audit.open")}
          </Link>
        </section>
      )}
      <Account />
      <About />
    </>
  );
}
