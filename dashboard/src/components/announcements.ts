import type { Alert } from "@probewarden/contract";
import { useSyncExternalStore } from "react";
import type { useText } from "../text/text.ts";

type Words = Pick<ReturnType<typeof useText>, "t" | "code">;

let latest: Alert | undefined;
const listeners = new Set<() => void>();

/** Hands a new alert to the page's polite live region. Nothing else is said aloud by itself. */
export function announce(alert: Alert): void {
  latest = alert;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What is said aloud of an alert: what it is about, and how sure or how far it is proven. */
export function announcementOf({ suspicion, band, camera }: Alert, { t, code }: Words): string {
  if (camera !== undefined)
    return t("today.announceCamera", { category: code("category", camera.category), step: code("step", camera.step) });
  if (suspicion === undefined || band === undefined) return "";
  return t("today.announce", { subject: code("suspicion", suspicion), band: code("band", band) });
}

/** The alert last announced. */
export const useAnnouncement = (): Alert | undefined => useSyncExternalStore(subscribe, () => latest);
