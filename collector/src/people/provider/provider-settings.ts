/** The page to which the provider sends a browser back. It is the dashboard's, so that what came back is handed in from our own origin. */
export const RETURN_PATH = "/signed-in";

/** The identity provider as the configuration has it, checked, with its secret read. */
export interface ProviderSettings {
  /** Who must vouch (OpenID Connect Discovery 1.0, 3), https; of this machine, where allowed, http too. */
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** Our own address, as browsers see it: an origin without a path. */
  publicUrl: URL;
  /** What people call the provider; empty: the screens' own word. */
  label: string;
  /** Whether a sign-out ends the session with the provider too. */
  signOutThere: boolean;
  /** Hosts, as `hostOf` gives them, that may be this machine, of its own link or a cloud's metadata. */
  allow: readonly string[];
  /** PEM of the authority of the provider's certificate; absent: Node's own authorities. */
  ca?: string;
}

/** What must be registered with the provider, letter by letter (OpenID Connect Core 3.1.2.1). */
export const redirectUriOf = ({ publicUrl }: Pick<ProviderSettings, "publicUrl">): string =>
  `${publicUrl.origin}${RETURN_PATH}`;
