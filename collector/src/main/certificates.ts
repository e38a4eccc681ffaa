// The X.509 library finds its parts through decorators' metadata, so this must come first.
import "reflect-metadata";
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

/** ECDSA on P-256 (RFC 5480): every TLS library of a sensor has it. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
export const DAY_MS = 24 * 3_600_000;
/** How long an authority may sign, in days. */
export const AUTHORITY_DAYS = 3650;
/** Browsers refuse server certificates of more than 825 days, even of one's own authority. */
export const SERVER_DAYS = 820;
/** OID id-kp-serverAuth (RFC 5280, 4.2.1.12). */
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

/** A certificate and its key, PEM. */
export interface KeyedCertificate {
  cert: string;
  key: string;
}

/** RFC 5280, 4.2.1.6: addresses and names are told apart. */
const generalName = (value: string): { type: "ip" | "dns"; value: string } => ({
  type: isIP(value) ? "ip" : "dns",
  value,
});

/** Makes a certificate authority for this collector alone. Its key signs the server's certificates, and nothing else. */
export async function makeAuthority(now: number): Promise<KeyedCertificate> {
  x509.cryptoProvider.set(globalThis.crypto);
  const keys = await makeKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Probewarden collector ${randomBytes(3).toString("hex")}`,
    ...lifetime(now, now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: `${authority.toString("pem")}\n`, key: await keyPem(keys.privateKey) };
}

/** A key for the server, which its certificates keep. */
export async function makeServerKey(): Promise<string> {
  return keyPem((await makeKeys()).privateKey);
}

/**
 * Makes a server certificate, which ends with its authority at the latest.
 * @param names host names and IP addresses that browsers and sensors use
 * @param serverKey PEM
 */
export async function makeServerCertificate(
  authority: KeyedCertificate,
  serverKey: string,
  names: readonly string[],
  now: number,
): Promise<string> {
  x509.cryptoProvider.set(globalThis.crypto);
  const issuer = new x509.X509Certificate(authority.cert);
  const signingKey = await importKey(authority.key, "pkcs8");
  const publicKey = await importKey(serverKey, "spki");
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [names[0] ?? "localhost"] }],
    issuer: issuer.subject,
    ...lifetime(now, Math.min(now + SERVER_DAYS * DAY_MS, issuer.notAfter.getTime())),
    signingAlgorithm: ALGORITHM,
    publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTH]),
      new x509.SubjectAlternativeNameExtension(names.map(generalName)),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return `${server.toString("pem")}\n`;
}

/** A day back, for sensors whose clock is behind. */
const lifetime = (now: number, until: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now - DAY_MS),
  notAfter: new Date(until),
});

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

const keyPem = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;

/** The private key of a PEM to sign with, or the public half of it. */
function importKey(pem: string, form: "pkcs8" | "spki"): Promise<webcrypto.CryptoKey> {
  const der =
    form === "pkcs8"
      ? createPrivateKey(pem).export({ type: "pkcs8", format: "der" })
      : createPublicKey(pem).export({ type: "spki", format: "der" });
  return webcrypto.subtle.importKey(form, der, ALGORITHM, true, [form === "pkcs8" ? "sign" : "verify"]);
}

/** A positive number of 16 octets (RFC 5280, 4.1.2.2). */
function serial(): string {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x01;
  return octets.toString("hex");
}

/** An authority and a server certificate of it, where the authority's key is not needed any more. */
export async function makeCertificates(
  names: readonly string[],
  now: number,
): Promise<KeyedCertificate & { ca: string }> {
  const authority = await makeAuthority(now);
  const key = await makeServerKey();
  return { ca: authority.cert, cert: await makeServerCertificate(authority, key, names, now), key };
}
