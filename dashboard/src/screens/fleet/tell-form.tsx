import type { CommandRequest, SensorSettings } from "@probewarden/contract";
import { isLowerChannel, isSixGhzChannel } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { usePutRing, useTell } from "../../api/fleet.ts";
import { plainFigure } from "../../components/figures.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";

const COMMANDS: readonly CommandRequest[] = [
  { name: "identify", arguments: { seconds: 30 } },
  { name: "test" },
  { name: "snapshot" },
];
const RESTARTS = ["radio", "cameras", "sensor"] as const;
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

/** How sensors are to be set; what is left empty is as their own file says. */
function SettingsForm({ set, isPending }: { set: (settings: SensorSettings) => void; isPending: boolean }) {
  const { t } = useText();
  const [lower, setLower] = useState("");
  const [six, setSix] = useState("");
  const [dwell, setDwell] = useState("");
  const [residents, setResidents] = useState("");
  const [level, setLevel] = useState("");
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

/** What the chosen sensors can be told. */
export function TellForm({ chosen, all, none }: { chosen: readonly string[]; all: () => void; none: () => void }) {
  const { t, code } = useText();
  const tell = useTell();
  const ring = usePutRing();
  const [shows, setShows] = useState<"restart" | "settings">();
  const isIdle = chosen.length === 0 || tell.isPending || ring.isPending;
  const say = (command: CommandRequest): void => tell.mutate({ sensorIds: chosen, command });
  const toggle = (what: "restart" | "settings"): void => setShows(shows === what ? undefined : what);
  return (
    <section className="tell" aria-label={t("fleet.tell")}>
      <p className="row-of-buttons small">
        <span role="status">{t("fleet.chosen", { n: plainFigure(chosen.length) })}</span>
        <button type="button" className="button plain" onClick={all}>
          {t("fleet.all")}
        </button>
        {chosen.length > 0 && (
          <button type="button" className="button plain" onClick={none}>
            {t("fleet.none")}
          </button>
        )}
      </p>
      <p className="row-of-buttons">
        {COMMANDS.map((command) => (
          <button key={command.name} type="button" className="button" disabled={isIdle} onClick={() => say(command)}>
            {code("command", command.name)}
          </button>
        ))}
        {(["restart", "settings"] as const).map((what) => (
          <button
            key={what}
            type="button"
            className="button"
            disabled={isIdle}
            aria-expanded={shows === what}
            onClick={() => toggle(what)}
          >
            {t(`fleet.${what}`)}
          </button>
        ))}
        {(["canary", "rest"] as const).map((which) => (
          <button
            key={which}
            type="button"
            className="button"
            disabled={isIdle}
            onClick={() => ring.mutate({ sensorIds: chosen, ring: which })}
          >
            {t(`fleet.make.${which}`)}
          </button>
        ))}
      </p>
      {shows === "restart" && (
        <>
          <p className="small muted">{t("fleet.restartMore")}</p>
          <p className="row-of-buttons">
            {RESTARTS.map((part) => (
              <button
                key={part}
                type="button"
                className="button"
                disabled={isIdle}
                onClick={() => say({ name: "restart", arguments: { part } })}
              >
                {t(`fleet.restarts.${part}`)}
              </button>
            ))}
          </p>
        </>
      )}
      {shows === "settings" && (
        <SettingsForm isPending={isIdle} set={(settings) => say({ name: "configure", arguments: settings })} />
      )}
      <FormFailure failure={tell.error ?? ring.error} />
    </section>
  );
}
