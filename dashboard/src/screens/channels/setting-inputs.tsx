import { useId } from "react";
import { useText } from "../../text/text.ts";
import type { TextKey } from "../../text/words.ts";
import { FIELDS, type SettingField, type TypedChannel } from "./typed-channel.ts";

const SECURITIES = ["tls", "starttls", "none"] as const;

function Setting(props: { field: SettingField; value: string; isKept: boolean; onChange: (value: string) => void }) {
  const { field, value, isKept, onChange } = props;
  const { t } = useText();
  const id = useId();
  const { name, is, needed, example } = field;
  return (
    <div className="field">
      <label htmlFor={id}>{t(`channels.field.${name}` as TextKey)}</label>
      {is === "security" ? (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {SECURITIES.map((one) => (
            <option key={one} value={one}>
              {t(`channels.security.${one}`)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          className={example === undefined ? undefined : "mono"}
          type={is === "secret" ? "password" : is === "number" ? "number" : "text"}
          min={is === "number" ? 1 : undefined}
          max={is === "number" ? 65_535 : undefined}
          maxLength={is === "list" ? 4_000 : 2_048}
          required={needed === true && !isKept}
          autoComplete={is === "secret" ? "new-password" : "off"}
          spellCheck={false}
          autoCapitalize="none"
          placeholder={example ?? ""}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {isKept && <span className="small muted">{t("channels.kept")}</span>}
    </div>
  );
}

/** Where a channel goes. A secret goes in and never comes out. */
export function SettingInputs(props: {
  typed: TypedChannel;
  secrets: readonly string[];
  onChange: (settings: TypedChannel["settings"]) => void;
}) {
  const { typed, secrets, onChange } = props;
  return FIELDS[typed.kind].map((field) => (
    <Setting
      key={field.name}
      field={field}
      value={typed.settings[field.name] ?? ""}
      isKept={secrets.includes(field.name)}
      onChange={(value) => onChange({ ...typed.settings, [field.name]: value })}
    />
  ));
}
