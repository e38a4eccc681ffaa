import { rmSync, writeFileSync } from "node:fs";
import type { Selectable } from "kysely";
import { askToForget } from "../../broker/clearances.ts";
import { makeSecret } from "../../broker/sensor-secret.ts";
import { withdrawWords } from "../../cameras/withdraw-words.ts";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { agentYaml } from "../../sensors/join/agent-yaml.ts";
import { readSensors } from "../../sensors/read-sensors.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { preparedConfigOf, tellNone, withState, type CommandContext } from "../command-context.ts";
import { CommandError, printable } from "@probewarden/cli";
import type { CollectorConfig } from "../config.ts";
import { writePrivateFile } from "../private-files.ts";
import { forgetSetup } from "../../sensors/setup/photos.ts";
import { checkId, checkTitle } from "../../venues/check-names.ts";
import { putSensor } from "../../venues/import-venue.ts";
import { placeOf, type PlaceOptions, type SensorPlace } from "./place-sensor.ts";

export interface SensorAddOptions extends PlaceOptions {
  config?: string;
  venue?: string;
  title?: string;
  renew?: boolean;
  out?: string;
}

/**
 * Adds a sensor and prints its agent.yaml, or writes it into a new file: the only place where its password ever stands, for the store
 * keeps hashes. The file is made before the password, so that one that cannot be written costs nothing.
 */
export async function addSensor(context: CommandContext, sensorId: string, options: SensorAddOptions): Promise<void> {
  checkId(sensorId, "sensor", "north-gate");
  if (options.title !== undefined) checkTitle(options.title, "--title");
  const config = preparedConfigOf(context, options.config);
  const { out } = options;
  const venue = options.venue ?? (await askForVenue(context, config, sensorId));
  if (out !== undefined) writePrivateFile(out, "");
  try {
    const yaml = await storeSensor(context, config, sensorId, {
      ...options,
      ...(venue === undefined ? {} : { venue }),
    });
    if (!config.mqtt.embedded)
      context.tell(
        `${sensorId} is refused by mosquitto until \`broker-config --out FOLDER\` has run again, and the line that it prints (probewarden-mosquitto.path does both)`,
      );
    if (out === undefined) return context.print(yaml);
    writeFileSync(out, yaml);
    context.print(`${out}: the agent.yaml of ${sensorId}, with its password; carry it to the sensor like a key`);
  } catch (error) {
    if (out !== undefined) rmSync(out);
    throw error;
  }
}

async function storeSensor(
  context: CommandContext,
  config: CollectorConfig,
  sensorId: string,
  options: SensorAddOptions,
): Promise<string> {
  const password = makeSecret();
  const venueId = await withState(config, async (state) => {
    const known = await state.db.selectFrom("sensors").selectAll().where("sensor_id", "=", sensorId).executeTakeFirst();
    if (known && known.retired_at === null && options.renew !== true) {
      throw new CommandError(
        `${sensorId}: there is such a sensor already (--renew gives it a new password; else choose another name)`,
      );
    }
    const venue = await venueOf(state, options.venue ?? known?.venue_id);
    // A place is one of its venue's; in another venue it means nothing.
    const place = (await placeOf(state, venue, options)) ?? (known?.venue_id === venue ? placeIn(known) : {});
    const name = options.title ?? known?.name ?? sensorId;
    await putSensor(state, { sensorId, venueId: venue, name, ...place }, password, {
      by: COMMAND_LINE,
      at: context.now(),
    });
    return venue;
  });
  return agentYaml(config, { sensorId, venueId, password });
}

/** Asked at a terminal where there are several; a sensor that is there already is in one. */
async function askForVenue(
  { ask }: CommandContext,
  config: CollectorConfig,
  sensorId: string,
): Promise<string | undefined> {
  if (ask === undefined) return undefined;
  const venues = await withState(config, async ({ db }) => {
    const known = await db
      .selectFrom("sensors")
      .select("venue_id")
      .where("sensor_id", "=", sensorId)
      .executeTakeFirst();
    return known === undefined ? await db.selectFrom("venues").select("venue_id").orderBy("venue_id").execute() : [];
  });
  return venues.length < 2
    ? undefined
    : ask.choice(
        `In which venue is ${sensorId}?`,
        venues.map((row) => row.venue_id),
      );
}

function placeIn({ floor_id: floorId, x, y }: Selectable<StateTables["sensors"]>): Partial<SensorPlace> {
  return floorId === null || x === null || y === null ? {} : { floorId, x, y };
}

/** The venue that was named, or the only one. @throws CommandError */
export async function venueOf(state: StateStore, wanted: string | undefined): Promise<string> {
  const venues = (await state.db.selectFrom("venues").select("venue_id").execute()).map((row) => row.venue_id);
  if (wanted !== undefined && venues.includes(wanted)) return wanted;
  const [only, ...more] = venues;
  if (wanted === undefined && only !== undefined && more.length === 0) return only;
  const known =
    venues.length === 0 ? "there is none yet (add one with `venue add`)" : `there are: ${venues.join(", ")}`;
  throw new CommandError(
    wanted === undefined ? `--venue: say which venue; ${known}` : `${wanted}: there is no such venue; ${known}`,
  );
}

/** Prints the sensors, one a line: id, venue, floor, x, y, state, reasons, name. */
export async function listSensors(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const sensors = await withState(config, (state) => readSensors(state, {}, context.now()));
  if (sensors.length === 0) tellNone(context, config, options.config, "no sensor");
  for (const sensor of sensors) {
    context.print(
      [
        sensor.sensorId,
        sensor.venueId,
        sensor.floorId ?? "-",
        sensor.position?.x ?? "-",
        sensor.position?.y ?? "-",
        sensor.state,
        sensor.reasons.join(",") || "-",
        printable(sensor.name),
      ].join("\t"),
    );
  }
}

/** Retires a sensor: its password opens nothing any more, its record stays, and what it said of cameras does not. */
export async function removeSensor(
  context: CommandContext,
  sensorId: string,
  options: { config?: string },
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  await withState(config, async (state) => {
    const known = await state.db
      .selectFrom("sensors")
      .select("venue_id")
      .where("sensor_id", "=", sensorId)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (known === undefined)
      throw new CommandError(`${sensorId}: there is no such sensor (\`sensor list\` shows them)`);
    const removed = { sensorId, venueId: known.venue_id };
    await state.inVenue(removed.venueId, async (trx) => {
      await trx
        .updateTable("sensors")
        .set({ retired_at: context.now(), password_hash: null, mosquitto_hash: null })
        .where("sensor_id", "=", sensorId)
        .execute();
      await withdrawWords(trx, removed, context.now());
      await forgetSetup(trx, sensorId);
      await askToForget(trx, removed, context.now());
      await audit(trx, { at: context.now(), by: COMMAND_LINE, action: "sensor-retired", subject: sensorId });
    });
  });
  context.print(
    config.mqtt.embedded
      ? `${sensorId} is retired; a collector that runs cuts it off within seconds`
      : `${sensorId} is retired; mosquitto refuses it when \`broker-config --out FOLDER\` has run again, and the line that it prints (probewarden-mosquitto.path does both)`,
  );
}
