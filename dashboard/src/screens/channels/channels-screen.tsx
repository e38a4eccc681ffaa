import type { Channel } from "@probewarden/contract";
import { Link, useParams } from "react-router";
import { useChannels } from "../../api/channels.ts";
import { useMay } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { ChannelForm } from "./channel-form.tsx";
import { ChannelState } from "./channel-state.tsx";
import { NoticeRecord } from "./notice-record.tsx";
import "./channels.css";

/** Path of the form for a new one: no channel has this id. */
const NEW = "new";

/** How a channel goes, in the shape that sensors have for it. */
const shapeOf = ({ enabled, failingSince }: Channel) =>
  failingSince !== undefined ? "deaf" : enabled ? "hearing" : "stopped";

function ChannelRow({ channel, chosen }: { channel: Channel; chosen: boolean }) {
  const { t } = useText();
  return (
    <li>
      <div className="row" aria-current={chosen}>
        <SensorShape state={shapeOf(channel)} />
        <Link className="title" data-row to={`/settings/channels/${channel.channelId}`}>
          {channel.name}
        </Link>
        <p className="under small muted">
          {t(`channels.kind.${channel.settings.kind}`)} · <ChannelState channel={channel} />
        </p>
      </div>
    </li>
  );
}

/** The ways by which people are told: what each tells, to whom, and how it goes. */
export function ChannelsScreen() {
  const { t } = useText();
  const { channelId } = useParams();
  const query = useChannels();
  const mayChange = useMay("administer");
  return (
    <>
      <p>
        <Link className="button plain" data-back to={channelId === undefined ? "/settings" : "/settings/channels"}>
          ← {t("look.back")}
        </Link>
      </p>
      <div className="head">
        <h1>{t("channels.title")}</h1>
        {mayChange && channelId !== NEW && (
          <Link className="button" to={`/settings/channels/${NEW}`}>
            {t("channels.add")}
          </Link>
        )}
      </div>
      <p className="muted">{t("channels.lead")}</p>
      <Loaded query={query} what="channels" rows={4}>
        {(channels) => {
          const chosen = channels.find((channel) => channel.channelId === channelId);
          const hasDetail = chosen !== undefined || (mayChange && channelId === NEW);
          if (channels.length === 0 && !hasDetail) return <Empty title="channels.none" next="channels.noneNext" />;
          return (
            <div className={`split${hasDetail ? " has-detail" : ""}`}>
              <ul className="rows list">
                {channels.map((channel) => (
                  <ChannelRow key={channel.channelId} channel={channel} chosen={channel === chosen} />
                ))}
              </ul>
              {hasDetail ? (
                <article className="detail">
                  <h2>{chosen?.name ?? t("channels.add")}</h2>
                  {chosen && (
                    <p className="muted">
                      {t(`channels.kind.${chosen.settings.kind}`)} · <span className="mono">{chosen.to}</span>
                    </p>
                  )}
                  {mayChange ? (
                    <ChannelForm key={chosen?.channelId ?? NEW} channel={chosen} />
                  ) : (
                    <p className="muted">{t("people.notAdministered")}</p>
                  )}
                  {chosen && <NoticeRecord channelId={chosen.channelId} />}
                </article>
              ) : (
                <p className="detail none muted">{t("channels.choose")}</p>
              )}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
