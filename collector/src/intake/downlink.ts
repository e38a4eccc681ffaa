import {
  CONTRACT_MAJOR,
  CONTRACT_VERSION,
  knowsMinor,
  LIMITS,
  RADIOS_MINOR,
  topics,
  type Health,
  type InventoryEntry,
  type SensorAddress,
  type SensorConfig,
  type Status,
  type Trust,
  type VersionNotice,
} from "@probewarden/contract";
import { groupBy } from "../group-by.ts";
import { readOrders, type SensorOrders } from "../fleet/pending-orders.ts";
import { forgetNoMore, toForget, type Forgotten } from "../broker/clearances.ts";
import { readWatch, refreshWatch } from "../suspects/watch.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { readSetting } from "../store/state/settings.ts";
import { VenueCanaries, type ToldCanaries } from "./venue-canaries.ts";
import { OneAtATime } from "../one-at-a-time.ts";

/** Publishes with QoS 1; rejects when the broker is away. No message: an empty one, which clears what the broker keeps ([MQTT-3.3.1-10]). */
export type Publish = (topic: string, message: object | undefined, retain: boolean) => Promise<void>;

/** Name of the setting that switches residents off in a venue: value `off`. */
export const residentsSetting = (venueId: string): string => `residents/${venueId}`;

/** What a sensor must know of its collector. */
export interface DownlinkSays {
  /** Whom to trust, PEM. */
  authorities?: (() => string[]) | undefined;
  /** With which key commands are signed, in hex. */
  commandKey?: (() => string) | undefined;
}

/** What the collector tells sensors of its own accord, retained: their venue's networks and its watch list. */
export class Downlink {
  readonly #state: StateStore;
  readonly #publish: Publish;
  readonly #now: () => number;
  readonly #canaries: VenueCanaries;
  /** What the sensors of each venue were told, or heard when they came online. */
  readonly #configs = new Map<string, string>();
  /** Whom sensors are to trust; empty: nothing is said. */
  readonly #authorities: () => string[];
  /** Whose commands they take; absent: nothing is said. */
  readonly #commandKey: (() => string) | undefined;
  #trust = "";
  /** One refresh at a time, so that an older list is never published after a newer one. */
  readonly #turn = new OneAtATime();

  constructor(state: StateStore, publish: Publish, now: () => number, says: DownlinkSays = {}) {
    this.#authorities = says.authorities ?? (() => []);
    this.#commandKey = says.commandKey;
    this.#state = state;
    this.#publish = publish;
    this.#now = now;
    this.#canaries = new VenueCanaries(state.db, now);
  }

  /**
   * Sensors that came online hear their venue's networks and its switch for residents, read once for all of a venue; those that speak another
   * contract hear which is spoken here. `failed` hears of each that was not told.
   */
  async greet(
    came: readonly { sensor: SensorAddress; major: number; status?: Pick<Status, "contractVersion"> }[],
    failed: (error: unknown) => void,
  ): Promise<void> {
    const trust = this.#trustNow();
    const send = async (
      sensor: SensorAddress,
      config: SensorConfig | undefined,
      orders: Promise<((sensorId: string) => SensorOrders) | undefined>,
    ): Promise<void> => {
      if (config !== undefined) await this.#publish(topics.config(sensor), config, true);
      if (trust.authorities.length > 0) await this.#publish(topics.trust(sensor), trust, true);
      await this.#sendOrders(sensor, (await orders)?.(sensor.sensorId));
    };
    const greetVenue = async (venueId: string, here: typeof came): Promise<void> => {
      const config = await this.#configOf(venueId);
      const orders = this.#readOrders(
        here.flatMap(({ sensor, major }) => (major === CONTRACT_MAJOR ? [sensor.sensorId] : [])),
      );
      // Each sensor that waits for it tells of it, behind its configuration.
      orders.catch(() => undefined);
      await Promise.all(
        here.map(({ sensor, major, status }) =>
          (major === CONTRACT_MAJOR
            ? send(sensor, forVersion(config, status?.contractVersion), orders)
            : this.#sendVersion(sensor, major)
          ).catch(failed),
        ),
      );
    };
    for (const [venueId, here] of groupBy(came, ({ sensor }) => sensor.venueId))
      await greetVenue(venueId, here).catch(failed);
  }

  /**
   * The same to every sensor of a venue for which a command has changed it; a sensor that comes online hears it anyway. `always`: to all, for
   * nobody knows what they were told.
   */
  async refreshConfigs(always = false): Promise<void> {
    await this.#refreshTrust();
    for (const venueId of await this.#venues()) {
      const config = await this.#configOf(venueId);
      const text = JSON.stringify(config);
      const known = this.#configs.get(venueId);
      if (config !== undefined && (always || (known !== undefined && known !== text)))
        for (const { sensorId, contractVersion } of await this.#sensorsOf(venueId))
          await this.#publish(topics.config({ venueId, sensorId }), forVersion(config, contractVersion), true);
      this.#configs.set(venueId, text);
    }
    await this.#clearRemoved();
  }

  /** What the broker keeps of sensors and venues that are gone is cleared once: status of each version, configuration, whom to trust, watch list. */
  async #clearRemoved(): Promise<void> {
    for (const gone of await toForget(this.#state.db)) {
      for (const topic of retainedOf(gone)) await this.#publish(topic, undefined, true);
      await forgetNoMore(this.#state.db, gone);
    }
  }

  #trustNow(): Trust {
    return { v: CONTRACT_MAJOR, authorities: this.#authorities().slice(0, LIMITS.authorities) };
  }

  async #refreshTrust(): Promise<void> {
    const trust = this.#trustNow();
    const text = JSON.stringify(trust);
    if (trust.authorities.length === 0 || text === this.#trust) return;
    for (const venueId of await this.#venues())
      for (const { sensorId } of await this.#sensorsOf(venueId))
        await this.#publish(topics.trust({ venueId, sensorId }), trust, true);
    this.#trust = text;
  }

  /** What a sensor is to do and how it is to be set, as it stands: it does nothing twice. */
  async sendCommands(sensorId: string): Promise<void> {
    const row = await this.#state.db
      .selectFrom("sensors")
      .select("venue_id")
      .where("sensor_id", "=", sensorId)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (row === undefined) return;
    const orders = await this.#readOrders([sensorId]);
    await this.#sendOrders({ venueId: row.venue_id, sensorId }, orders?.(sensorId));
  }

  /** Undefined where no commands are given. */
  async #readOrders(sensorIds: readonly string[]): Promise<((sensorId: string) => SensorOrders) | undefined> {
    if (this.#commandKey === undefined) return undefined;
    return readOrders(this.#state, this.#commandKey(), sensorIds, this.#now());
  }

  async #sendOrders(sensor: SensorAddress, told: SensorOrders | undefined): Promise<void> {
    if (told === undefined) return;
    await this.#publish(topics.orders(sensor), told.orders, true);
    for (const command of told.pending) await this.#publish(topics.command(sensor), command, false);
  }

  /** Which contract is spoken here, to a sensor that speaks another major version. */
  async #sendVersion(sensor: SensorAddress, major: number): Promise<void> {
    const notice: VersionNotice = { v: CONTRACT_MAJOR, contractVersion: CONTRACT_VERSION };
    await this.#publish(topics.ack(sensor, major), notice, false);
  }

  /** The watch list of every venue as it stands: after a connection, for the broker may have forgotten it. */
  async sendWatchLists(): Promise<void> {
    for (const venueId of await this.#venues())
      await this.#publish(topics.watch(venueId), await readWatch(this.#state, venueId, this.#now()), true);
  }

  /** The watch lists of the venues that have changed, or all that must be renewed; `always`: also those that stand as they are. */
  refreshWatchLists(venueIds?: Iterable<string>, always = false): Promise<void> {
    return this.#turn.run(() => this.#refresh(venueIds, always));
  }

  async #refresh(venueIds: Iterable<string> | undefined, always: boolean): Promise<void> {
    for (const venueId of venueIds ?? (await this.#venues())) {
      const changed = await refreshWatch(this.#state, venueId, this.#now());
      const watch = changed ?? (always ? await readWatch(this.#state, venueId, this.#now()) : undefined);
      if (watch !== undefined) await this.#publish(topics.watch(venueId), watch, true);
    }
  }

  async #venues(): Promise<string[]> {
    return (await this.#state.db.selectFrom("venues").select("venue_id").execute()).map((row) => row.venue_id);
  }

  async #sensorsOf(venueId: string): Promise<{ sensorId: string; contractVersion: string | undefined }[]> {
    const rows = await this.#state.db
      .selectFrom("sensors")
      .select(["sensor_id", "contract_version"])
      .where("venue_id", "=", venueId)
      .where("retired_at", "is", null)
      .execute();
    return rows.map((row) => ({ sensorId: row.sensor_id, contractVersion: row.contract_version ?? undefined }));
  }

  /** What the sensors of a venue told last of their radios and their bait. */
  async #radiosOf(venueId: string): Promise<{ ownRadios: string[]; told: ToldCanaries[] }> {
    const rows = await this.#state.db
      .selectFrom("sensors")
      .select(["sensor_id", "health"])
      .where("venue_id", "=", venueId)
      .where("retired_at", "is", null)
      .execute();
    const ownRadios = new Set<string>();
    const told: ToldCanaries[] = [];
    for (const { sensor_id: sensorId, health } of rows) {
      if (health === null) continue;
      const { adapters = [], canaries = [] } = JSON.parse(health) as Health;
      for (const { address } of adapters) if (address !== undefined) ownRadios.add(address);
      if (canaries.length > 0) told.push({ sensorId, canaries });
    }
    // Sorted, so that the same radios make the same message.
    return { ownRadios: [...ownRadios].toSorted().slice(0, LIMITS.ownRadios), told };
  }

  async #configOf(venueId: string): Promise<SensorConfig | undefined> {
    const venue = await this.#state.db
      .selectFrom("venues")
      .select("networks")
      .where("venue_id", "=", venueId)
      .executeTakeFirst();
    if (venue === undefined) return undefined;
    const { ownRadios, told } = await this.#radiosOf(venueId);
    const canaries = await this.#canaries.of(venueId, told);
    return {
      v: CONTRACT_MAJOR,
      networks: JSON.parse(venue.networks) as InventoryEntry[],
      reportResidents: (await readSetting(this.#state.db, residentsSetting(venueId))) !== "off",
      ...(ownRadios.length === 0 ? {} : { ownRadios }),
      ...(canaries.length === 0 ? {} : { canaries }),
    };
  }
}

/** What a sensor of that version takes: an older one would refuse a message with a field that it does not know. */
function forVersion<C extends SensorConfig | undefined>(config: C, contractVersion: string | undefined): C {
  if (config === undefined || (contractVersion !== undefined && knowsMinor(contractVersion, RADIOS_MINOR)))
    return config;
  const { ownRadios: _, canaries: __, ...known } = config;
  return known as C;
}

/** Topics that the broker keeps, of a sensor or of a venue itself; nine major versions are foreseen. */
function retainedOf({ venueId, sensorId }: Forgotten): string[] {
  if (sensorId === undefined) return [topics.watch(venueId)];
  const sensor = { venueId, sensorId };
  return [
    ...Array.from({ length: 9 }, (_, index) => topics.anyMajor(sensor).status.replace("+", `v${index + 1}`)),
    topics.config(sensor),
    topics.trust(sensor),
    topics.orders(sensor),
  ];
}
