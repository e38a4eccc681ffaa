// The X.509 library finds its parts through decorators' metadata, so this must come first.
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

/** ECDSA on P-256 (RFC 5480): every TLS library of a sensor has it. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 3_600_000;
const AUTHORITY_DAYS = 3650;
/** Browsers refuse server certificates of more than 825 days, even of one's own authority. */
const SERVER_DAYS = 820;
/** OID id-kp-serverAuth (RFC 5280, 4.2.1.12). */
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

/** Certificates and the server's key, PEM. The authority's key is thrown away: it can sign nothing else, ever. */
export interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

/** RFC 5280, 4.2.1.6: addresses and names are told apart. */
const generalName = (value: string): { type: "ip" | "dns"; value: string } => ({
  type: isIP(value) ? "ip" : "dns",
  value,
});

/**
 * Makes a certificate authority for this collector alone and a server certificate for its names.
 * @param names host names and IP addresses that browsers and sensors use
 */
export async function makeCertificates(names: readonly string[], now: number): Promise<Certificates> {
  x509.cryptoProvider.set(globalThis.crypto);
  const authorityKeys = await makeKeys();
  const serverKeys = await makeKeys();
  // A day back, for sensors whose clock is behind.
  const notBefore = new Date(now - DAY_MS);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Probewarden collector ${randomBytes(3).toString("hex")}`,
    notBefore,
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [names[0] ?? "localhost"] }],
    issuer: authority.subject,
    notBefore,
    notAfter: new Date(now + SERVER_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTH]),
      new x509.SubjectAlternativeNameExtension(names.map(generalName)),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", serverKeys.privateKey);
  return {
    ca: `${authority.toString("pem")}\n`,
    cert: `${server.toString("pem")}\n`,
    key: `${x509.PemConverter.encode(pkcs8, "PRIVATE KEY")}\n`,
  };
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

/** A positive number of 16 octets (RFC 5280, 4.1.2.2). */
function serial(): string {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x01;
  return octets.toString("hex");
}
