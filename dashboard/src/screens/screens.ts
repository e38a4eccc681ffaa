import type { ComponentType } from "react";
import { routeAt, type ScreenName } from "./routes.ts";

/** A screen could not be fetched: the collector is away, or has other files since an update. */
export class ScreenNotLoaded extends Error {
  override name = "ScreenNotLoaded";
}

/** A screen as a part of the page of its own, loaded when it is gone to, or before. */
export class ScreenPart {
  readonly #ask: () => Promise<ComponentType>;
  #asked: Promise<ComponentType> | undefined;
  /** The screen itself, once it is there: whoever has it draws it at once. */
  Screen: ComponentType | undefined;

  constructor(ask: () => Promise<ComponentType>) {
    this.#ask = ask;
  }

  /** Loads it; asked again after it could not be loaded, it tries again. */
  load(): Promise<ComponentType> {
    this.#asked ??= this.#ask().then(
      (screen) => (this.Screen = screen),
      (failure: unknown) => {
        this.#asked = undefined;
        throw new ScreenNotLoaded(failure instanceof Error ? failure.message : String(failure), { cause: failure });
      },
    );
    return this.#asked;
  }
}

/** Every screen, by name. Leaflet comes with the venue, the editor with drawing. */
export const SCREENS: Readonly<Record<ScreenName, ScreenPart>> = {
  today: new ScreenPart(async () => (await import("./today/today-screen.tsx")).TodayScreen),
  inbox: new ScreenPart(async () => (await import("./inbox/inbox-screen.tsx")).InboxScreen),
  venue: new ScreenPart(async () => (await import("./venue/venue-screen.tsx")).VenueScreen),
  draw: new ScreenPart(async () => (await import("./venue/draw/draw-screen.tsx")).DrawScreen),
  walk: new ScreenPart(async () => (await import("./venue/walk/walk-screen.tsx")).WalkScreen),
  suspect: new ScreenPart(async () => (await import("./suspect/suspect-screen.tsx")).SuspectScreen),
  cameras: new ScreenPart(async () => (await import("./cameras/cameras-screen.tsx")).CamerasScreen),
  sensors: new ScreenPart(async () => (await import("./sensors/sensors-screen.tsx")).SensorsScreen),
  ladder: new ScreenPart(async () => (await import("./ladder/ladder-screen.tsx")).LadderScreen),
  print: new ScreenPart(async () => (await import("./print/print-screen.tsx")).PrintScreen),
  newcomers: new ScreenPart(async () => (await import("./newcomers/newcomers-screen.tsx")).NewcomersScreen),
  survey: new ScreenPart(async () => (await import("./survey/survey-screen.tsx")).SurveyScreen),
  networks: new ScreenPart(async () => (await import("./networks/networks-screen.tsx")).NetworksScreen),
  fleet: new ScreenPart(async () => (await import("./fleet/fleet-screen.tsx")).FleetScreen),
  settings: new ScreenPart(async () => (await import("./settings/settings-screen.tsx")).SettingsScreen),
  people: new ScreenPart(async () => (await import("./people/people-screen.tsx")).PeopleScreen),
  audit: new ScreenPart(async () => (await import("./people/audit-screen.tsx")).AuditScreen),
  channels: new ScreenPart(async () => (await import("./channels/channels-screen.tsx")).ChannelsScreen),
  account: new ScreenPart(async () => (await import("./account/account-screen.tsx")).AccountScreen),
  password: new ScreenPart(async () => (await import("./settings/password-screen.tsx")).PasswordScreen),
};

/** The screen that will be drawn there, to be loaded before anybody draws. */
export function screenAt(pathname: string): ScreenPart | undefined {
  const route = routeAt(pathname);
  return route && SCREENS[route[1]];
}

let quiet = 0;
/** Whether a part is being loaded that nobody asked for: when that fails, nobody is to notice. */
export const isQuiet = (): boolean => quiet > 0;

/** Loads the screens that somebody may go to next, one after the other: they open at once then, and also while the server is away. */
export async function loadOthers(): Promise<void> {
  for (const part of Object.values(SCREENS)) {
    if (part.Screen !== undefined) continue;
    quiet += 1;
    await part.load().catch(() => undefined);
    quiet -= 1;
  }
}
