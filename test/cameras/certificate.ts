import { makeAuthority, makeServerCertificate, makeServerKey } from "../../collector/src/main/certificates.ts";

/** A server's certificate of an authority that nobody knows, for TLS servers of tests. */
export async function makeCertificate(now = Date.now()): Promise<{ key: string; cert: string; authority: string }> {
  const authority = await makeAuthority(now);
  const key = await makeServerKey();
  return { key, cert: await makeServerCertificate(authority, key, ["127.0.0.1"], now), authority: authority.cert };
}
