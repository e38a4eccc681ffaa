import type { ProbeMatch } from "../discover/probe-matches.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import { readScopes } from "./scopes.ts";

const VIDEO_TYPE = /(^|:)NetworkVideoTransmitter$/;
const VIDEO_SCOPE = /^(video_encoder|video_analytics|network_?video_?transmitter|NetworkVideoTransmitter)$/i;

/** Whether an answer to a discovery probe is worth a question: printers and computers answer probes too, and are left alone. */
export function mayBeCamera(match: ProbeMatch): boolean {
  return (
    match.types.some((type) => VIDEO_TYPE.test(type) || type === "tds:Device") ||
    match.scopes.some((scope) => /^onvif:\/\/www\.onvif\.org\//i.test(scope))
  );
}

/**
 * Whether a device that has answered as an ONVIF device is a camera: it offers a video service, or says so in its types or scopes and
 * offers nothing else. A door controller speaks ONVIF too, and anybody can call it a camera in a datagram. Nothing is published of what
 * is not a camera.
 */
export function isCamera(match: ProbeMatch, answers: readonly AnswerFacts[]): boolean {
  if (answers.some((facts) => facts.video)) return true;
  if (answers.some((facts) => facts.doors)) return false;
  return (
    match.types.some((type) => VIDEO_TYPE.test(type)) ||
    readScopes(match.scopes).types.some((type) => VIDEO_SCOPE.test(type))
  );
}
