import type { CommandRequest, FleetRow } from "@probewarden/contract";
import { useState } from "react";
import { usePutRing, useTell } from "../../api/fleet.ts";
import { plainFigure } from "../../components/figures.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";
import { SettingsForm } from "./settings-form.tsx";
import { sentToAll } from "./standing.ts";

const COMMANDS: readonly CommandRequest[] = [
  { name: "identify", arguments: { seconds: 30 } },
  { name: "test" },
  { name: "snapshot" },
];
const RESTARTS = ["radio", "cameras", "sensor"] as const;
/**
 * What the chosen sensors can be told.
 *
 * @param rows those that are chosen
 */
export function TellForm({ rows, all, none }: { rows: readonly FleetRow[]; all: () => void; none: () => void }) {
  const { t, code } = useText();
  const tell = useTell();
  const ring = usePutRing();
  const [shows, setShows] = useState<"restart" | "settings">();
  const chosen = rows.map(({ sensorId }) => sensorId);
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
        <SettingsForm
          begin={sentToAll(rows)}
          isPending={isIdle}
          set={(settings) => say({ name: "configure", arguments: settings })}
        />
      )}
      <FormFailure failure={tell.error ?? ring.error} />
    </section>
  );
}
