import type { SensorSettings } from "@probewarden/contract";
import { BAND_CHANNELS, isLowerChannel, isSixGhzChannel, WALK_OF_24_GHZ } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { useText } from "../../text/text.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;

const MOST_CHANNELS = 64;

/** Words of a text, in the order in which they stand, as channels; the first that is none. */
function channelsOf(text: string, isChannel: (number: number) => boolean): { numbers: number[]; wrong?: string } {
  const words = text.split(/[\s,，、]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !isChannel(Number(word)));
  return { numbers: words.map(Number), ...(wrong === undefined ? {} : { wrong }) };
}

/** Channels of a band, in a person's order; one that is none is named. */
function ChannelsField({
  band,
  value,
  placeholder,
  isChannel,
  onChange,
}: {
  band: "lower" | "six";
  value: string;
  placeholder: string;
  isChannel: (number: number) => boolean;
  onChange: (text: string) => void;
}) {
  const { t } = useText();
  const id = useId();
  const { numbers, wrong } = channelsOf(value, isChannel);
  const isMany = numbers.length > MOST_CHANNELS;
  return (
    <div className="field">
      <label htmlFor={id}>{t(`fleet.channels.${band}`)}</label>
      <input
        id={id}
        inputMode="numeric"
        placeholder={placeholder}
        aria-invalid={wrong !== undefined || isMany}
        aria-describedby={`${id}-wrong`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-wrong`} className="small watch" role="status">
        {wrong !== undefined && t(`fleet.noChannel.${band}`, { wrong: wrong.slice(0, 12) })}
        {wrong === undefined && isMany && t("fleet.manyChannels", { n: MOST_CHANNELS })}
      </span>
    </div>
  );
}

/** Plans by bands, as `/radio/plan` of agent.yaml names them; numbers of 2.4 and 5 GHz, and of 6 GHz. */
const PLANS = {
  "2.4": { lower: WALK_OF_24_GHZ, six: [] },
  "2.4+5": { lower: [...WALK_OF_24_GHZ, ...BAND_CHANNELS["5"].numbers], six: [] },
  "2.4+5+6": { lower: [...WALK_OF_24_GHZ, ...BAND_CHANNELS["5"].numbers], six: BAND_CHANNELS["6"].numbers },
} as const;

const yesOrNo = (is: boolean | undefined): string => (is === undefined ? "" : is ? "yes" : "no");
const inWords = (channels: readonly number[] = []): string => channels.join(", ");

/**
 * How sensors are to be set; what is left empty is as their own file says. What is sent takes the place of all that was sent before, so the form begins with that.
 *
 * @param begin what the chosen sensors were sent last; undefined where it differs among them
 */
export function SettingsForm({
  begin,
  set,
  isPending,
}: {
  begin: SensorSettings | undefined;
  set: (settings: SensorSettings) => void;
  isPending: boolean;
}) {
  const { t } = useText();
  const [lower, setLower] = useState(inWords(begin?.channels));
  const [six, setSix] = useState(inWords(begin?.channelsSixGhz));
  const [dwell, setDwell] = useState(begin?.dwellMilliseconds?.toString() ?? "");
  const [residents, setResidents] = useState(yesOrNo(begin?.reportResidents));
  const [level, setLevel] = useState<string>(begin?.logLevel ?? "");
  const id = useId();
  const plans = [channelsOf(lower, isLowerChannel), channelsOf(six, isSixGhzChannel)] as const;
  const [channels, channelsSixGhz] = plans.map(({ numbers }) => numbers) as [number[], number[]];
  const milliseconds = dwell === "" ? undefined : Number(dwell);
  const isWrong =
    plans.some(({ numbers, wrong }) => wrong !== undefined || numbers.length > MOST_CHANNELS) ||
    (milliseconds !== undefined && !(milliseconds >= 50 && milliseconds <= 60_000));
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong) return;
        set({
          ...(channels.length === 0 ? {} : { channels }),
          ...(channelsSixGhz.length === 0 ? {} : { channelsSixGhz }),
          ...(milliseconds === undefined ? {} : { dwellMilliseconds: Math.round(milliseconds) }),
          ...(residents === "" ? {} : { reportResidents: residents === "yes" }),
          ...(level === "" ? {} : { logLevel: level as (typeof LEVELS)[number] }),
        });
      }}
    >
      <p className="small muted">{t("fleet.settingsMore")}</p>
      {begin === undefined && <p className="small watch">{t("fleet.settingsDiffer")}</p>}
      <p className="row-of-buttons small" role="group" aria-label={t("fleet.bands")}>
        <span>{t("fleet.bands")}</span>
        {Object.entries(PLANS).map(([name, plan]) => (
          <button
            key={name}
            type="button"
            className="button"
            onClick={() => {
              setLower(inWords(plan.lower));
              setSix(inWords(plan.six));
            }}
          >
            {t("fleet.band", { bands: name.replaceAll("+", " + ") })}
          </button>
        ))}
      </p>
      <ChannelsField
        band="lower"
        value={lower}
        placeholder="1, 6, 11, 36"
        isChannel={isLowerChannel}
        onChange={setLower}
      />
      <ChannelsField band="six" value={six} placeholder="5, 21, 37" isChannel={isSixGhzChannel} onChange={setSix} />
      <div className="field">
        <label htmlFor={`${id}-dwell`}>{t("fleet.dwell")}</label>
        <input
          id={`${id}-dwell`}
          type="number"
          min={50}
          max={60_000}
          value={dwell}
          onChange={(event) => setDwell(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-residents`}>{t("fleet.residents")}</label>
        <select id={`${id}-residents`} value={residents} onChange={(event) => setResidents(event.target.value)}>
          <option value="">{t("fleet.asVenue")}</option>
          <option value="yes">{t("fleet.yes")}</option>
          <option value="no">{t("fleet.no")}</option>
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-level`}>{t("fleet.logLevel")}</label>
        <select id={`${id}-level`} value={level} onChange={(event) => setLevel(event.target.value)}>
          <option value="">{t("fleet.asFile")}</option>
          {LEVELS.map((each) => (
            <option key={each} value={each}>
              {t(`fleet.level.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <p>
        <button className="button primary" disabled={isPending || isWrong}>
          {t("fleet.set")}
        </button>
      </p>
    </form>
  );
}
