import type { Channel, ChannelKind, ChannelRules } from "@probewarden/contract";
import { CHANNEL_KINDS } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { useSaveChannel } from "../../api/channels.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";
import { ChannelTest } from "./channel-test.tsx";
import { HowInputs, WhatInputs, WhenInputs, type RulesChange } from "./rule-inputs.tsx";
import { SettingInputs } from "./setting-inputs.tsx";
import { newChannel, requestOf, typedOf, type TypedChannel } from "./typed-channel.ts";

/** A change of some rules; what is undefined now is left out. */
const changed = (rules: ChannelRules, change: RulesChange): ChannelRules =>
  Object.fromEntries(
    Object.entries({ ...rules, ...change }).filter(([, value]) => value !== undefined),
  ) as ChannelRules;

/** A channel as it is set: a new one, or one that is kept. */
export function ChannelForm({ channel }: { channel: Channel | undefined }) {
  const { t, language } = useText();
  const navigate = useNavigate();
  const save = useSaveChannel(channel?.channelId);
  const kept = channel === undefined ? newChannel("dingtalk", language === "en" ? "en" : "zh") : typedOf(channel);
  // Undefined: as it is kept.
  const [typed, setTyped] = useState<TypedChannel>();
  const shown = typed ?? kept;
  const id = useId();
  const change = (next: Partial<TypedChannel>): void => {
    save.reset();
    setTyped({ ...shown, ...next });
  };
  const onRules = (some: RulesChange): void => change({ rules: changed(shown.rules, some) });
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(requestOf(shown), {
            onSuccess: (saved) => {
              setTyped(undefined);
              if (channel === undefined) void navigate(`/settings/channels/${saved.channelId}`, { replace: true });
            },
          });
        }}
      >
        {channel === undefined && (
          <div className="field">
            <label htmlFor={`${id}k`}>{t("channels.kindLabel")}</label>
            <select
              id={`${id}k`}
              value={shown.kind}
              onChange={(event) => {
                const kind = event.target.value as ChannelKind;
                change({ kind, settings: newChannel(kind, "zh").settings });
              }}
            >
              {CHANNEL_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`channels.kind.${kind}`)}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="field">
          <label htmlFor={`${id}n`}>{t("channels.name")}</label>
          <input
            id={`${id}n`}
            required
            maxLength={64}
            autoComplete="off"
            value={shown.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={shown.enabled}
            onChange={(event) => change({ enabled: event.target.checked })}
          />
          {t("channels.enabled")}
        </label>
        <fieldset className="channel-part">
          <legend>{t("channels.where")}</legend>
          <SettingInputs typed={shown} secrets={channel?.secrets ?? []} onChange={(settings) => change({ settings })} />
        </fieldset>
        <WhatInputs rules={shown.rules} onChange={onRules} />
        <WhenInputs rules={shown.rules} onChange={onRules} />
        <HowInputs rules={shown.rules} onChange={onRules} />
        <FormFailure failure={save.error} />
        {save.isSuccess && <p role="status">{t("channels.saved")}</p>}
        <div className="row-of-buttons">
          <button className="button primary" disabled={save.isPending}>
            {t("channels.save")}
          </button>
        </div>
      </form>
      {channel !== undefined && (
        <ChannelTest key={channel.changedAt} channel={channel} isUnsaved={typed !== undefined} />
      )}
    </>
  );
}
