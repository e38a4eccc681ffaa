import { type RightsRequest, type Scope } from "@probewarden/contract";
import { ROLES, type Role } from "@probewarden/contract/figures";
import { useId, useState, type ReactNode } from "react";
import { useVenues } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";

/** Whether who administers or audits does something else as well. */
export const isNotApart = (roles: readonly Role[]): boolean =>
  roles.length > 1 && (roles.includes("administrator") || roles.includes("auditor"));

function Choice(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void; children?: ReactNode }) {
  return (
    <label className="choice">
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.target.checked)} />
      <span>
        {props.label}
        {props.children}
      </span>
    </label>
  );
}

const without = (list: readonly string[], one: string, isOn: boolean): string[] =>
  isOn ? [...list, one] : list.filter((other) => other !== one);

/** Asks what an account is to do, and where. */
export function RightsForm(props: {
  rights: RightsRequest;
  send: string;
  isBusy: boolean;
  failure: unknown;
  /** Other words for some refusals. */
  codes?: Readonly<Record<string, string>>;
  /** Roles to choose from; all where nothing is said. */
  offered?: readonly Role[];
  onSend: (rights: RightsRequest) => void;
  children?: ReactNode;
}) {
  const { t } = useText();
  const id = useId();
  const { data: venues = [] } = useVenues();
  const [roles, setRoles] = useState<readonly Role[]>(props.rights.roles);
  const [isEverywhere, setEverywhere] = useState("all" in props.rights.scope);
  const held = "all" in props.rights.scope ? { districts: [], venues: [] } : props.rights.scope;
  const [districts, setDistricts] = useState<string[]>([...held.districts]);
  const [chosen, setChosen] = useState<string[]>([...held.venues]);
  const known = [...new Set([...venues.flatMap(({ district }) => district ?? []), ...held.districts])].toSorted();
  const scope: Scope = isEverywhere ? { all: true } : { districts, venues: chosen };
  const reachesNothing = !isEverywhere && districts.length + chosen.length === 0;
  return (
    <form
      className="form rights"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend({ roles: ROLES.filter((role) => roles.includes(role)), scope });
      }}
    >
      {props.children}
      <fieldset>
        <legend>{t("people.roles")}</legend>
        {(props.offered ?? ROLES).map((role) => (
          <Choice
            key={role}
            label={t(`people.role.${role}`)}
            isOn={roles.includes(role)}
            onChange={(isOn) => setRoles(isOn ? [...roles, role] : roles.filter((other) => other !== role))}
          >
            <span className="muted small"> {t(`people.does.${role}`)}</span>
          </Choice>
        ))}
        {isNotApart(roles) && (
          <p className="note" role="note">
            {t("people.notApart")}
          </p>
        )}
      </fieldset>
      <fieldset>
        <legend>{t("people.reach")}</legend>
        {[true, false].map((all) => (
          <label key={String(all)} className="choice">
            <input type="radio" name={id} checked={isEverywhere === all} onChange={() => setEverywhere(all)} />
            <span>{t(all ? "people.everywhere" : "people.only")}</span>
          </label>
        ))}
        {!isEverywhere && (
          <div className="places-chosen">
            {known.map((district) => (
              <Choice
                key={district}
                label={t("people.district", { name: district })}
                isOn={districts.includes(district)}
                onChange={(isOn) => setDistricts(without(districts, district, isOn))}
              />
            ))}
            {venues.map(({ venueId, name }) => (
              <Choice
                key={venueId}
                label={name}
                isOn={chosen.includes(venueId)}
                onChange={(isOn) => setChosen(without(chosen, venueId, isOn))}
              />
            ))}
            {reachesNothing && <p className="muted small">{t("people.reachesNothing")}</p>}
          </div>
        )}
      </fieldset>
      <FormFailure failure={props.failure} codes={props.codes} />
      <button className="button primary" disabled={props.isBusy || roles.length === 0}>
        {props.send}
      </button>
    </form>
  );
}
