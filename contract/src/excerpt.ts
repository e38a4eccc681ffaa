import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  CodeName,
  Identifier,
  InfrastructureBssid,
  PseudonymisedCapture,
  PublicSsid,
  Sha256,
  SuspectAddress,
  Timestamp,
  VenueSsid,
} from "./brands.ts";
import { LIMITS } from "./limits.ts";
import { Count } from "./quantities.ts";

const codes = (description: string) =>
  Type.Array(CodeName("code of a line of evidence"), { maxItems: LIMITS.evidence, description });

/**
 * The latest frames of one suspect as a sensor heard them, as a capture that anybody can open. Every address in it is one that a finding of the
 * sensor names, or a pseudonym of this file; so is every name. The sensor sends it unasked when it suspects somebody.
 */
export const Excerpt = Type.Object(
  {
    suspectId: Identifier("the subject at this sensor, as its findings name it"),
    findingIds: Type.Array(Identifier("a finding about it that stood when this was made"), {
      minItems: 1,
      maxItems: 3,
      description: "its findings, one of each suspicion",
    }),
    transmitters: Type.Array(SuspectAddress("an accused address"), {
      maxItems: LIMITS.excerptAddresses,
      description: "accused addresses that stand in the capture as they are, as a finding named them",
    }),
    targets: Type.Array(InfrastructureBssid("a network that is hit or imitated"), {
      maxItems: LIMITS.excerptAddresses,
      description: "networks that are hit or imitated and stand in the capture as they are",
    }),
    names: Type.Array(
      Type.Union([
        PublicSsid("a public name"),
        VenueSsid("a name of the venue"),
        AdvertisedSsid("a name nobody asked for"),
      ]),
      {
        maxItems: LIMITS.excerptNames,
        description: "network names in hex that stand in the capture as they are; every other is a pseudonym",
      },
    ),
    firstAt: Timestamp("when the first of the frames was heard, by the sensor's clock"),
    lastAt: Timestamp("when the last of the frames was heard, by the sensor's clock"),
    frames: Count("frames in the capture"),
    passed: Count("frames of the suspect that made room for later ones, or for which this file had no room"),
    withheld: Count(
      "frames left out because an address of a station or a name that somebody asked for was spelled in them",
    ),
    addressesReplaced: Count("addresses that stand in the capture as a pseudonym"),
    namesReplaced: Count("network names that stand in the capture as a pseudonym"),
    reproduced: codes("lines of the findings that the sensor came to again when it judged this capture alone"),
    notReproduced: codes("lines of the findings that it did not come to: they need more air than this capture holds"),
    beyond: codes(
      "lines that it came to and that the findings do not hold: what is left out here would have explained them",
    ),
    sha256: Sha256("SHA-256 of the capture"),
    capture: PseudonymisedCapture("the capture in base64: pcapng, at most 96 KiB of it"),
  },
  { additionalProperties: false, $id: "Excerpt" },
);
export type Excerpt = Static<typeof Excerpt>;
