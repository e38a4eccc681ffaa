import { createServer, type Server } from "node:http";
import { Provider } from "oidc-provider";

const CLIENT = "probewarden";
/** What the provider gave the collector. */
export const CLIENT_SECRET = "given-by-the-provider-to-the-collector";

interface GrantOf {
  oidc: {
    client: { clientId: string };
    session: { accountId: string };
    provider: Provider;
    result?: { consent?: { grantId?: string } };
  };
}

/** A certified OpenID provider on this machine, over real HTTP. Whoever types a name is that person: its pages are for tests. */
export interface RealProvider {
  issuer: string;
  stop: () => Promise<void>;
}

/** @param publicUrl of the collector, as it is registered there */
export async function startRealProvider(port: number, publicUrl: string): Promise<RealProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${publicUrl}/signed-in`],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
    ],
    cookies: { keys: ["of this test"] },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      // Whoever writes these is not believed.
      claims: () => ({ sub: id, email: "chief@mall.example", email_verified: true, preferred_username: "王敏" }),
    }),
    // What is asked for is granted: openid, and nothing else.
    loadExistingGrant: async ({ oidc }: GrantOf) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  const server: Server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
}

/** Goes through the provider's pages as a browser would: the address to which it sends back, with all that comes along. */
export async function goThrough(url: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const ask = async (address: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(address, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const { origin } = new URL(url);
  let at = new URL(url);
  for (let step = 0; step < 10; step++) {
    if (at.origin !== origin) return at;
    const answer = await ask(at.href);
    const to = answer.headers.get("location");
    if (to !== null) at = new URL(to, at);
    else {
      const action = /action="([^"]+)"/.exec(await answer.text())?.[1] ?? at.href;
      const sent = await ask(new URL(action, at).href, { prompt: "login", login, password: "any" });
      at = new URL(sent.headers.get("location") ?? "/", at);
    }
  }
  throw new Error(`the provider goes on and on: ${at.href}`);
}
