import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileOf } from "@probewarden/cli";
import { problem } from "../../health/problem.ts";
import { CertificateFolder } from "../certificate-folder.ts";
import { WARN_DAYS } from "../certificate-keeper.ts";
import { DAY_MS } from "../certificates.ts";
import type { CollectorConfig } from "../config.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

/** The certificates that the configuration names: that they can be read, belong to their key, hold now, and for how many days. */
export function checkCertificates({ http, mqtt, dataDir }: CollectorConfig, now: number): DoctorCheck[] {
  const folder = new CertificateFolder(dataDir);
  const parts = [
    { part: "http", files: http },
    ...(mqtt.embedded && mqtt.certFile !== http.certFile ? [{ part: "mqtt", files: mqtt }] : []),
  ];
  return parts.flatMap(({ part, files }) => {
    const { certFile, keyFile } = files;
    if (certFile === undefined || keyFile === undefined) return [];
    const id = parts.length === 1 ? "certificate" : `certificate of ${part}`;
    return [checkCertificate(id, { certFile, keyFile, place: `/${part}` }, folder.isNamedBy(files), now)];
  });
}

function checkCertificate(
  id: string,
  { certFile, keyFile, place }: { certFile: string; keyFile: string; place: string },
  isOurs: boolean,
  now: number,
): DoctorCheck {
  try {
    const certificate = new X509Certificate(readFileOf(certFile, `${place}/certFile`));
    const key = createPrivateKey(readFileOf(keyFile, `${place}/keyFile`));
    if (!certificate.checkPrivateKey(key))
      return {
        id,
        state: "failed",
        says: `${keyFile} is not the key of ${certFile}`,
        todo: "put the two that belong together in place",
      };
    const days = Math.floor((Date.parse(certificate.validTo) - now) / DAY_MS);
    if (Date.parse(certificate.validFrom) > now)
      return {
        id,
        state: "failed",
        says: `${certFile} holds from ${certificate.validFrom} on only`,
        todo: "see the clock, or the certificate",
      };
    if (days < 0) return checkOf(id, problem("certificate-ends", { file: certFile, days }), "failed");
    if (days < WARN_DAYS) return checkOf(id, problem("certificate-ends", { file: certFile, days }));
    return { id, state: "ok", says: `${certFile} holds for ${days} days${isOurs ? ", and is renewed by itself" : ""}` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const mayNot = message.includes("may not read");
    return {
      id,
      state: mayNot ? "unknown" : "failed",
      ...(mayNot ? {} : { code: "certificate-not-renewed" as const }),
      says: message,
      todo: mayNot ? "run doctor with sudo" : "see the files and who owns them",
    };
  }
}
