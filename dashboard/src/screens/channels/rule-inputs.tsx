import type { ChannelRules, Suspicion } from "@probewarden/contract";
import { useId } from "react";
import { useKnownVenues } from "../../components/known-rows.tsx";
import { useText } from "../../text/text.ts";

/** Some rules; what is undefined is left out from then on. */
export type RulesChange = { [Name in keyof ChannelRules]?: ChannelRules[Name] | undefined };
type Change = (change: RulesChange) => void;
interface Inputs {
  rules: ChannelRules;
  onChange: Change;
}

const SUSPICIONS: readonly Suspicion[] = ["probe-box", "impostor", "disruption"];
const NIGHT = { from: "22:00", until: "07:00" };

function Check(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  values: readonly (readonly [value: Value, words: string])[];
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value as Value)}>
        {props.values.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Minutes(props: {
  label: string;
  least: number;
  value: number | undefined;
  onChange: (n: number | undefined) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type="number"
        min={props.least}
        max={10_080}
        value={props.value ?? ""}
        onChange={(event) => props.onChange(event.target.value === "" ? undefined : Number(event.target.value))}
      />
    </div>
  );
}

function Clock(props: { label: string; value: string; onChange: (clock: string) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type="time"
        required
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}

/** An item of a list goes in or out; none that is left is the whole list. */
function toggled<T>(list: readonly T[], item: T, isOn: boolean): T[] {
  return isOn ? [...list, item] : list.filter((one) => one !== item);
}

/** Of what a channel tells. */
export function WhatInputs({ rules, onChange }: Inputs) {
  const { t, code } = useText();
  const venues = useKnownVenues() ?? [];
  const { venueIds = [], suspicions = SUSPICIONS } = rules;
  return (
    <fieldset className="channel-part">
      <legend>{t("channels.what")}</legend>
      <p className="small muted">{t("channels.venues")}</p>
      <Check
        label={t("channels.allVenues")}
        isOn={rules.venueIds === undefined}
        onChange={(all) => onChange({ venueIds: all ? undefined : venues.slice(0, 1).map(({ venueId }) => venueId) })}
      />
      {rules.venueIds !== undefined && (
        <div className="channel-venues">
          {venues.map(({ venueId, name }) => (
            <Check
              key={venueId}
              label={name}
              isOn={venueIds.includes(venueId)}
              onChange={(isOn) => {
                const next = toggled(venueIds, venueId, isOn);
                onChange({ venueIds: next.length === 0 ? undefined : next });
              }}
            />
          ))}
        </div>
      )}
      <p className="small muted">{t("channels.suspicions")}</p>
      {SUSPICIONS.map((one) => (
        <Check
          key={one}
          label={code("suspicion", one)}
          isOn={suspicions.includes(one)}
          onChange={(isOn) => {
            const next = toggled(suspicions, one, isOn);
            onChange({ suspicions: next.length === SUSPICIONS.length ? undefined : next });
          }}
        />
      ))}
      <Choice
        label={t("channels.band")}
        value={rules.band}
        values={[
          ["suspected", code("band", "suspected")],
          ["strong", code("band", "strong")],
        ]}
        onChange={(band) => onChange({ band })}
      />
      <Check label={t("channels.cameras")} isOn={rules.cameras} onChange={(cameras) => onChange({ cameras })} />
      <Check label={t("channels.outages")} isOn={rules.outages} onChange={(outages) => onChange({ outages })} />
    </fieldset>
  );
}

/** When it tells. */
export function WhenInputs({ rules, onChange }: Inputs) {
  const { t } = useText();
  const { quiet } = rules;
  return (
    <fieldset className="channel-part">
      <legend>{t("channels.when")}</legend>
      <Minutes
        label={t("channels.after")}
        least={1}
        value={rules.afterMinutes}
        onChange={(afterMinutes) => onChange({ afterMinutes })}
      />
      <Minutes
        label={t("channels.repeat")}
        least={5}
        value={rules.repeatMinutes}
        onChange={(repeatMinutes) => onChange({ repeatMinutes })}
      />
      <Check
        label={t("channels.quiet")}
        isOn={quiet !== undefined}
        onChange={(isOn) => onChange({ quiet: isOn ? NIGHT : undefined })}
      />
      {quiet && (
        <div className="row-of-buttons">
          <Clock
            label={t("channels.quietFrom")}
            value={quiet.from}
            onChange={(from) => onChange({ quiet: { ...quiet, from } })}
          />
          <Clock
            label={t("channels.quietUntil")}
            value={quiet.until}
            onChange={(until) => onChange({ quiet: { ...quiet, until } })}
          />
        </div>
      )}
      <Choice
        label={t("channels.digest")}
        value={rules.digest}
        values={(["none", "hourly", "daily"] as const).map((one) => [one, t(`channels.digests.${one}`)])}
        onChange={(digest) => onChange({ digest, digestAt: digest === "daily" ? "08:00" : undefined })}
      />
      {rules.digest === "daily" && (
        <Clock
          label={t("channels.digestAt")}
          value={rules.digestAt ?? "08:00"}
          onChange={(digestAt) => onChange({ digestAt })}
        />
      )}
    </fieldset>
  );
}

/** In which words. */
export function HowInputs({ rules, onChange }: Inputs) {
  const { t } = useText();
  return (
    <fieldset className="channel-part">
      <legend>{t("channels.how")}</legend>
      <Choice
        label={t("channels.language")}
        value={rules.language}
        values={(["zh", "en", "both"] as const).map((one) => [one, t(`channels.languages.${one}`)])}
        onChange={(language) => onChange({ language })}
      />
      <Choice
        label={t("channels.detail")}
        value={rules.detail}
        values={(["full", "brief"] as const).map((one) => [one, t(`channels.details.${one}`)])}
        onChange={(detail) => onChange({ detail })}
      />
    </fieldset>
  );
}
