import type { Suspect, Venue } from "@probewarden/contract";
import { createContext, use, type ReactNode } from "react";
import { useSensors, useSuspects, useVenues } from "../api/queries.ts";
import type { ShownSensor } from "../api/shown-sensor.ts";

const VenuesContext = createContext<Venue[] | undefined>(undefined);
const SensorsContext = createContext<ShownSensor[] | undefined>(undefined);
const SuspectsContext = createContext<Suspect[] | undefined>(undefined);

/**
 * Has what nearly every line of a screen says something of: venues with their names and zones, sensors, suspects. Each is watched once here: a
 * row that watched them by itself would be ten watchers, and a list of forty rows four hundred.
 */
export function KnownRows({ children }: { children: ReactNode }) {
  return (
    <VenuesContext value={useVenues().data}>
      <SensorsContext value={useSensors().data}>
        <SuspectsContext value={useSuspects().data}>{children}</SuspectsContext>
      </SensorsContext>
    </VenuesContext>
  );
}

/** What is known of them; undefined until it has come, and before anybody is signed in. */
export const useKnownVenues = (): Venue[] | undefined => use(VenuesContext);
export const useKnownSensors = (): ShownSensor[] | undefined => use(SensorsContext);
export const useKnownSuspects = (): Suspect[] | undefined => use(SuspectsContext);
