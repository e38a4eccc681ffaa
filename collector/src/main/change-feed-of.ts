import { LocalFeed, type ChangeFeed } from "../live/change-feed.ts";
import { PostgresFeed } from "../live/postgres-feed.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { CollectorConfig } from "./config.ts";

/** The feed that goes with the state store: several collectors may share a server, and none a file. */
export function openFeed(
  config: Pick<CollectorConfig, "state">,
  state: StateStore,
  failed: (error: unknown) => void,
): ChangeFeed {
  if (state.dialect === "sqlite") return new LocalFeed();
  return new PostgresFeed({ state, url: config.state.url, steady: () => performance.now(), failed });
}
