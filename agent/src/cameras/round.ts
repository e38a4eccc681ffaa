import { mayBeCamera } from "./classify/camera-or-not.ts";
import { discover, type DiscoverySettings } from "./discover/ws-discovery.ts";
import { BUDGET, inParallel } from "./interrogate/budget.ts";
import { visit, type Visit, type VisitSettings } from "./visit.ts";

/** A round: what was found, and what was not used, by reason. */
export interface Round {
  visits: Visit[];
  dropped: Record<string, number>;
}

/** Discovers, asks and classifies. Remembers which devices looked locked out and leaves them alone for a day. */
export class CameraRounds {
  readonly #discovery: DiscoverySettings;
  readonly #settings: VisitSettings;
  readonly #leaveAloneUntil = new Map<string, number>();

  constructor(discovery: DiscoverySettings, settings: VisitSettings) {
    this.#discovery = discovery;
    this.#settings = settings;
  }

  /** One round. @param found is told of each camera as soon as its visit has ended */
  async run(found: (visit: Visit) => void, signal?: AbortSignal): Promise<Round> {
    const { devices, dropped } = await discover(this.#discovery, signal);
    const count = (reason: string): void => {
      dropped[reason] = (dropped[reason] ?? 0) + 1;
    };
    const candidates = devices.filter((device) => {
      const resting = (this.#leaveAloneUntil.get(device.address) ?? 0) > this.#settings.now();
      if (resting) count("left-alone-after-lock-out");
      else if (!mayBeCamera(device.match)) count("not-a-camera");
      else return true;
      return false;
    });
    const visits = await inParallel(candidates, BUDGET.parallelDevices, async (device) => {
      if (signal?.aborted) return undefined;
      const done = await visit(device, this.#settings, count, signal);
      // A visit that was cut short says less than the camera would: it is not told.
      if (done === undefined || signal?.aborted) return undefined;
      if (done.lockedOut)
        this.#leaveAloneUntil.set(device.address, this.#settings.now() + BUDGET.lockedOutHours * 3_600_000);
      found(done);
      return done;
    });
    return { visits: visits.filter((each) => each !== undefined), dropped };
  }
}
