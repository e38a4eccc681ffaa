import { nameKey } from "./network-name.ts";
import { PUBLIC_NETWORK_LIST, type PublicNetworkList } from "./public-network-list.ts";

/** Networks whose names are the same for everybody, by the key of the name. */
export interface PublicNetworks {
  /** All names, as they are written in the list. */
  spelled: readonly string[];
  /** Keys of all names. */
  names: ReadonlySet<number>;
  /** Whose network a name is, as a number; names that are nobody's are left out. */
  owners: ReadonlyMap<number, number>;
  /** Those owners whose network is a city's, and nowhere else. */
  cities: ReadonlySet<number>;
}

function networksOf(list: PublicNetworkList): PublicNetworks {
  const names = new Set<number>();
  const owners = new Map<number, number>();
  const cities = new Set<number>();
  for (const [owner, entry] of list.entries()) {
    if (entry.kind === "city") cities.add(owner);
    for (const name of entry.names) {
      const key = nameKey(Buffer.from(name));
      names.add(key);
      if (entry.kind !== "anybody") owners.set(key, owner);
    }
  }
  return { spelled: list.flatMap((entry) => entry.names), names, owners, cities };
}

/** The networks of the list that comes with the software. */
export const PUBLIC_NETWORKS: PublicNetworks = networksOf(PUBLIC_NETWORK_LIST);
