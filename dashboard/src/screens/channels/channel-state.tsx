import type { Channel } from "@probewarden/contract";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** How a channel goes, in a few words. */
export function ChannelState({ channel }: { channel: Channel }) {
  const { t } = useText();
  const { enabled, failingSince, lastSentAt, waiting, held } = channel;
  if (!enabled) return t("channels.off");
  return (
    <>
      {failingSince === undefined ? (
        lastSentAt === undefined ? (
          t("channels.neverSent")
        ) : (
          <>
            {t("channels.works")} <Moment at={lastSentAt} />
          </>
        )
      ) : (
        <span className="strong">
          {t("channels.failing")} <Moment at={failingSince} />
        </span>
      )}
      {waiting > 0 && <> · {t("channels.waiting", { n: waiting })}</>}
      {held > 0 && <> · {t("channels.held", { n: held })}</>}
    </>
  );
}
