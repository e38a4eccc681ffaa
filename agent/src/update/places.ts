/** Where the parts of an update lie; tests hand in others. */
export interface UpdatePlaces {
  /** The supervisor's folder: what it fetched, and what it asks root for. Root believes nothing in it. */
  asks: string;
  /** Root's own: copies that nobody else can change, what is under way, and what came of it, which all may read. */
  store: string;
  /** Where the key of releases may lie; the first that is there counts. */
  keys: readonly string[];
  /** Who owns such a key; nobody else may write it. */
  keyOwner: number;
  /** The program as the package installs it. */
  program: string;
  /** By which Debian knows that the package is installed. */
  installedList: string;
  /** Folder of units that belong to no package. */
  units: string;
}

export const DATA_FOLDER = "/var/lib/probewarden";

export const UPDATE_PLACES: UpdatePlaces = {
  asks: `${DATA_FOLDER}/update`,
  store: "/var/lib/probewarden-update",
  // What a technician has put there comes before what the package brought.
  keys: ["/etc/probewarden/release-key.pem", "/usr/share/probewarden-agent/release-key.pem"],
  keyOwner: 0,
  program: "/usr/lib/probewarden-agent",
  installedList: "/var/lib/dpkg/info/probewarden-agent.list",
  units: "/etc/systemd/system",
};
