import type { CameraOutcome } from "@probewarden/contract";
import { factsOf, type AnswerFacts } from "./classify/answer-facts.ts";
import { keepAnswer, type KeptAnswer } from "./classify/kept-answer.ts";
import { decodeText } from "./interrogate/charset.ts";
import { refusalOf } from "./interrogate/refusal.ts";
import { readEnvelope, type EnvelopeBody } from "./interrogate/soap-envelope.ts";
import { parseXml } from "./interrogate/xml.ts";
import { XmlRefused } from "./interrogate/xml-limits.ts";

/** A whole answer as it came over HTTP. */
export interface HeardAnswer {
  raw: Uint8Array;
  status: number;
  contentType: string;
}

/** What an answer says. */
export interface AnswerReading {
  outcome: CameraOutcome;
  /** It is a SOAP envelope, be it a fault. */
  soap: boolean;
  /** Its words are ONVIF's: the address that sent it is an ONVIF device. */
  onvif: boolean;
  facts: AnswerFacts | undefined;
  /** The copy that may be kept. */
  kept: KeptAnswer;
}

/** Reads one answer, as much of it as a visit needs. Never throws for what the answer holds. */
export function readAnswer({ raw, status, contentType }: HeardAnswer): AnswerReading {
  const kept = keepAnswer(raw, contentType);
  const { envelope, refusal } = openEnvelope(raw, contentType);
  const soap = envelope !== undefined;
  const onvif = envelope?.onvif ?? false;
  const say = (outcome: CameraOutcome, facts?: AnswerFacts): AnswerReading => ({ outcome, soap, onvif, facts, kept });

  const fault = envelope?.kind === "fault" ? envelope.text : undefined;
  const refused = refusalOf(status, fault, () => decodeText(raw.subarray(0, 16_384), contentType).text);
  if (refused !== undefined) return say(refused);
  if (envelope === undefined) return say(refusal);
  return envelope.kind === "fault" ? say("fault") : say("answered", factsOf(envelope.element));
}

function openEnvelope(
  raw: Uint8Array,
  contentType: string,
): { envelope: EnvelopeBody | undefined; refusal: CameraOutcome } {
  try {
    return { envelope: readEnvelope(parseXml(raw, contentType).root), refusal: "not-soap" };
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    // A page, a picture, a stack trace: it never meant to be SOAP, so "malformed" would blame the wrong thing.
    const meantSoap = error.reason !== "malformed" || Buffer.from(raw.subarray(0, 4096)).includes("Envelope");
    return { envelope: undefined, refusal: meantSoap ? error.reason : "not-soap" };
  }
}
