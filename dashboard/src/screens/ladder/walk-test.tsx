import { useEffect, useState } from "react";
import { levelText } from "../../components/figures.ts";
import { Moment, useNow } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { Beeps } from "./beeps.ts";
import { isFresh, type Heard } from "./heard.ts";
import type { Acts } from "./use-acts.ts";
import { useHearing, type Hearing } from "./use-hearing.ts";

/** The bar is full at the level of an access point a step away, and empty where a sensor hears no more. */
const BAR = { least: -95, most: -30 };
/** An answer is of now for so long: two questions that were not answered, and it is not. */
const NOW_MS = 20_000;

/**
 * Whether this sensor hears the chosen transmitter now: asked again and again while somebody stands before it, the level large and as beeps.
 * A sensor that does not answer is judged by the levels that it reports each minute.
 */
export function WalkTest({
  sensorId,
  transmitter,
  reported,
  acts,
}: {
  sensorId: string;
  transmitter: string;
  reported: Heard | undefined;
  acts: Acts;
}) {
  const { t } = useText();
  const hearing = useHearing(sensorId, transmitter);
  const now = useNow();
  const live = hearing?.heard;
  const isLive = live !== undefined && hearing?.state === "heard" && Date.now() - live.at < NOW_MS;
  const isReported = reported !== undefined && isFresh(reported, now);
  const dbm = isLive ? live.dbm : reported?.dbm;
  return (
    <>
      <div className={`hearing-now${isLive || isReported ? "" : " old"}`} role="status">
        {dbm === undefined ? (
          <p>{t(wordsOf(hearing))}</p>
        ) : (
          <>
            <p className="level num">{levelText(dbm)}</p>
            <meter min={BAR.least} max={BAR.most} value={dbm} aria-label={t("ladder.loudness")} />
            <p>
              {isLive
                ? t("ladder.hearsNow")
                : reported !== undefined && (
                    <>
                      {t(isReported ? "ladder.heardNow" : "ladder.heardOld")} <Moment at={reported.at} />
                    </>
                  )}
            </p>
            {!isLive && <p>{t(wordsOf(hearing))}</p>}
          </>
        )}
      </div>
      <Sound level={isLive ? live.dbm : undefined} />
      <button
        type="button"
        className="button primary big"
        disabled={!isLive && !isReported}
        onClick={() =>
          acts.act("heard", sensorId, {
            method: "PUT",
            path: `/api/sensors/${sensorId}/heard`,
            body: { transmitter, ...(isLive ? { askId: live.askId } : {}) },
          })
        }
      >
        {t("ladder.itHears")}
      </button>
    </>
  );
}

const wordsOf = (hearing: Hearing | undefined) => `ladder.walk.${hearing?.state ?? "asking"}` as const;

/** Beeps by nearness, from the press that asks for it on. */
function Sound({ level }: { level: number | undefined }) {
  const { t } = useText();
  const [beeps, setBeeps] = useState<Beeps>();
  useEffect(() => {
    if (beeps !== undefined) beeps.level = level;
  }, [beeps, level]);
  useEffect(() => () => void beeps?.stop(), [beeps]);
  return (
    <button
      type="button"
      className="button big"
      aria-pressed={beeps !== undefined}
      onClick={() => setBeeps(beeps === undefined ? new Beeps() : undefined)}
    >
      {t(beeps === undefined ? "ladder.beep" : "ladder.beepOff")}
    </button>
  );
}
