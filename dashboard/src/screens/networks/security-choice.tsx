import type { InventoryEntry } from "@probewarden/contract";
import { NETWORK_SECURITY } from "@probewarden/contract/figures";
import { useId } from "react";
import { useText } from "../../text/text.ts";

type Security = InventoryEntry["security"];

/** How a network is secured, as a person says it: no sensor tells it of strangers. */
export function SecurityChoice(props: {
  label: string;
  /** Of what, for who does not see where it stands. */
  of: string;
  value: Security;
  onChange: (security: Security) => void;
}) {
  const { t, code } = useText();
  const field = useId();
  return (
    <span className="security">
      <label className="small muted" htmlFor={field}>
        {props.label}
        <span className="visually-hidden">
          {" "}
          <bdi>{props.of}</bdi>
        </span>
      </label>
      <select
        id={field}
        value={props.value ?? ""}
        onChange={({ target }) => props.onChange(NETWORK_SECURITY.find((one) => one === target.value))}
      >
        <option value="">{t("networks.securityUnsaid")}</option>
        {NETWORK_SECURITY.map((one) => (
          <option key={one} value={one}>
            {code("networkSecurity", one)}
          </option>
        ))}
      </select>
    </span>
  );
}
