import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { ConfigError, readFileOf } from "@probewarden/cli";
import { CertificateFolder, certificatesIn } from "./certificate-folder.ts";
import { checkCertificate } from "./check-certificate.ts";
import type { CollectorConfig } from "./config.ts";

/**
 * Looks at every certificate that the configuration names, before anything is started with it. What `init` made and can still sign is
 * renewed at the start. Behind a proxy browsers see the proxy's certificate, so nothing is known of names.
 * @throws ConfigError
 */
export function checkCertificateFiles({ http, mqtt, dataDir }: CollectorConfig, now: number): void {
  const folder = new CertificateFolder(dataDir);
  const parts = [
    { place: "/http", files: http, names: http.trustProxy === undefined ? http.hostNames : [] },
    ...(mqtt.embedded ? [{ place: "/mqtt", files: mqtt, names: http.hostNames }] : []),
  ];
  for (const { place, files, names } of parts) {
    const { certFile, keyFile } = files;
    if (certFile === undefined || keyFile === undefined) continue;
    const isRenewed = folder.isNamedBy(files) && existsSync(folder.file("ca.key"));
    checkCertificate({ place, certFile, keyFile, names, isRenewed }, now);
  }
  if (!mqtt.embedded && mqtt.caFile !== undefined) checkAuthorities(mqtt.caFile);
}

function checkAuthorities(caFile: string): void {
  const authorities = certificatesIn(readFileOf(caFile, "/mqtt/caFile").toString("utf8"));
  try {
    if (authorities.map((pem) => new X509Certificate(pem)).length > 0) return;
  } catch {
    // One that is none is told like none at all.
  }
  throw new ConfigError(
    `/mqtt/caFile ${caFile}: it holds no certificate in PEM (example of its first line: -----BEGIN CERTIFICATE-----)`,
  );
}
