import { child, childrenOf, type XmlElement } from "../interrogate/xml.ts";
import type { ProbeMatch } from "../discover/probe-matches.ts";
import { readScopes } from "./scopes.ts";

const VIDEO_TYPE = /(^|:)NetworkVideoTransmitter$/;
const VIDEO_SCOPE = /^(video_encoder|video_analytics|network_?video_?transmitter|NetworkVideoTransmitter)$/i;
const VIDEO_SERVICE = /^http:\/\/www\.onvif\.org\/ver\d+\/(media|imaging|analytics)\/wsdl\/?$/;

/** Whether an answer to a discovery probe is worth a question: printers and computers answer probes too, and are left alone. */
export function mayBeCamera(match: ProbeMatch): boolean {
  return (
    match.types.some((type) => VIDEO_TYPE.test(type) || type.endsWith("tds:Device")) ||
    match.scopes.some((scope) => /^onvif:\/\/www\.onvif\.org\//i.test(scope))
  );
}

/**
 * Whether a device is a camera: it says so in its types or scopes, or it offers a video service. A door controller speaks ONVIF
 * too. Nothing is published of what is not a camera.
 */
export function isCamera(match: ProbeMatch, answers: readonly XmlElement[]): boolean {
  return (
    match.types.some((type) => VIDEO_TYPE.test(type)) ||
    readScopes(match.scopes).types.some((type) => VIDEO_SCOPE.test(type)) ||
    answers.some(offersVideo)
  );
}

function offersVideo(answer: XmlElement): boolean {
  const services = childrenOf(answer, "Service").map((service) => child(service, "Namespace")?.text.trim() ?? "");
  const capabilities = child(answer, "Capabilities");
  return services.some((each) => VIDEO_SERVICE.test(each)) || child(capabilities, "Media") !== undefined;
}
