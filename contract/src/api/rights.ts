/** What somebody may do. An account may hold several; `docs/people.md` says what each opens. */
export const ROLES = ["technician", "duty-officer", "inspector", "approver", "auditor", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** Which roles each kind of work takes: the collector holds to it, and screens show only what it lets through. */
export const MAY = {
  /** Whoever is signed in. */
  anything: ROLES,
  /** Evidence: suspects, cameras, alerts, what was known when. Who administers has no part in it. */
  seeEvidence: ["technician", "duty-officer", "inspector", "approver", "auditor"],
  /** Evidence as a file that leaves the house. */
  takeEvidenceAway: ["duty-officer", "inspector", "approver", "auditor"],
  /** A package of evidence, with purpose and legal basis. Who audits asks for none, and may look into one that was. */
  packEvidence: ["duty-officer", "inspector", "approver"],
  handleAlerts: ["duty-officer", "inspector", "approver"],
  /** Say that something is authorised, dismissed or to be visited. */
  decide: ["inspector", "approver"],
  /** Be the second person for what others ask for. */
  approve: ["approver"],
  /** Write down what is found on site: access points that are new, cameras. */
  noteOnSite: ["technician", "duty-officer", "inspector"],
  /** Plans, places, drawings. */
  setUpVenues: ["technician"],
  /** Tell sensors to do something, and set them. */
  commandSensors: ["technician", "administrator"],
  announceMaintenance: ["technician", "duty-officer"],
  seeSettings: ["auditor", "administrator"],
  /** Who did what. */
  audit: ["auditor"],
  administer: ["administrator"],
} as const satisfies Record<string, readonly Role[]>;
export type Work = keyof typeof MAY;

/** Whether somebody with these roles may do it. */
export const may = (roles: readonly Role[], work: Work): boolean =>
  roles.some((role) => (MAY[work] as readonly Role[]).includes(role));
