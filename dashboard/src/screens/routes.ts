import { may, type Role, type Work } from "@probewarden/contract/figures";

export type ScreenName =
  | "today"
  | "inbox"
  | "venue"
  | "draw"
  | "walk"
  | "suspect"
  | "cameras"
  | "sensors"
  | "ladder"
  | "print"
  | "newcomers"
  | "survey"
  | "networks"
  | "fleet"
  | "settings"
  | "channels"
  | "account"
  | "password"
  | "audit"
  | "people";

/** The work that a screen is for, where not everybody does it: who may not is told so in its place. */
export const WORK_OF: Readonly<Partial<Record<ScreenName, Work>>> = {
  today: "seeEvidence",
  inbox: "seeEvidence",
  venue: "seeEvidence",
  draw: "setUpVenues",
  ladder: "setUpVenues",
  walk: "setUpVenues",
  print: "seeEvidence",
  suspect: "seeEvidence",
  cameras: "seeEvidence",
  newcomers: "seeEvidence",
  survey: "seeEvidence",
  networks: "seeEvidence",
  audit: "audit",
  people: "seeSettings",
  channels: "seeSettings",
};

/** Which screen is at which path, behind the session. */
export const ROUTES: readonly (readonly [path: string, screen: ScreenName])[] = [
  ["/", "today"],
  ["/inbox", "inbox"],
  ["/venue", "venue"],
  ["/venue/:venueId", "venue"],
  ["/venue/:venueId/:floorId", "venue"],
  ["/venue/:venueId/:floorId/draw", "draw"],
  ["/venue/:venueId/:floorId/calibrate", "walk"],
  ["/suspects/:suspectId", "suspect"],
  ["/cameras/:cameraId?", "cameras"],
  ["/sensors/:sensorId?", "sensors"],
  ["/ladder/:sensorId?", "ladder"],
  ["/print/:what/:id/:date?", "print"],
  ["/newcomers", "newcomers"],
  ["/survey/:venueId?", "survey"],
  ["/networks/:venueId?", "networks"],
  ["/fleet", "fleet"],
  ["/settings", "settings"],
  ["/settings/channels/:channelId?", "channels"],
  ["/settings/account", "account"],
  ["/settings/password", "password"],
  ["/audit", "audit"],
  ["/people", "people"],
];

/** The route that a path of the address bar leads to. */
export function routeAt(pathname: string): (typeof ROUTES)[number] | undefined {
  const parts = pathname.split("/").filter(Boolean);
  return ROUTES.find(([path]) => {
    const wanted = path.split("/").filter(Boolean);
    const least = wanted.filter((name) => !name.endsWith("?")).length;
    return (
      parts.length >= least &&
      parts.length <= wanted.length &&
      parts.every((part, at) => wanted[at] === part || wanted[at]?.startsWith(":"))
    );
  });
}

/** Whether somebody only puts sensors up: their first page is the ladder's, in the place of Today. */
export const isOnLadder = (roles: readonly Role[]): boolean =>
  roles.length > 0 && roles.every((role) => role === "technician");

/** Where somebody with these roles begins: `/` leads there. */
export function firstPageOf(roles: readonly Role[]): "/" | "/ladder" | "/settings" {
  if (isOnLadder(roles)) return "/ladder";
  return may(roles, "seeEvidence") ? "/" : "/settings";
}
