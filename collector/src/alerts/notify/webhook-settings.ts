import { readSetting, removeSetting, writeSetting } from "../../store/state/settings.ts";
import type { StateStore } from "../../store/state/open-state.ts";

const URL_SETTING = "webhook-url";
const SECRET_SETTING = "webhook-secret";
const SENT_SETTING = "webhook-last-sent";

/** Where alerts are posted, and the key that signs them. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** The webhook's settings. The secret must be kept readable, for it signs; the folder of the data is its owner's only. */
export class WebhookSettings {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  async target(): Promise<WebhookTarget | undefined> {
    const url = await readSetting(this.#state.db, URL_SETTING);
    const secret = await readSetting(this.#state.db, SECRET_SETTING);
    return url !== undefined && secret !== undefined ? { url, secret } : undefined;
  }

  async hasSecret(): Promise<boolean> {
    return (await readSetting(this.#state.db, SECRET_SETTING)) !== undefined;
  }

  async url(): Promise<string | undefined> {
    return readSetting(this.#state.db, URL_SETTING);
  }

  /** Sets the address, null for none; a secret replaces the one before. */
  async set(url: string | null, secret?: string, db: StateStore["db"] = this.#state.db): Promise<void> {
    if (secret !== undefined) await writeSetting(db, SECRET_SETTING, secret);
    if (url === null) await removeSetting(db, URL_SETTING);
    else await writeSetting(db, URL_SETTING, url);
  }

  async lastSentAt(): Promise<number | undefined> {
    const value = await readSetting(this.#state.db, SENT_SETTING);
    return value === undefined ? undefined : Number(value);
  }

  async sent(now: number): Promise<void> {
    await writeSetting(this.#state.db, SENT_SETTING, String(now));
  }
}
