import type { Signal } from "../../signal.ts";

const CLASSES = "ONVIF metadatastream.xsd, ObjectType and the older ClassType";
const SEARCH =
  "ONVIF Recording Search Service Specification, ImageSearch and NLSearch: pictures of a person, words about a person";
const METADATA = "ONVIF humanface.xsd and humanbody.xsd";

/** Classes of an object in the metadata, in an event's `ClassTypes` and in the options of a rule. */
export const OBJECT_CLASSES: readonly Signal[] = [
  { match: ["Human", "Person", "People"], category: "person-detection", step: "observed", source: CLASSES },
  { match: ["Face", "HumanFace"], category: "face-detection", step: "observed", source: CLASSES },
  { match: ["LicensePlate"], category: "licence-plate", step: "observed", source: CLASSES },
];

/** Elements of a frame that describe a person. */
export const METADATA_ELEMENTS: readonly Signal[] = [
  { match: ["HumanFace"], category: "face-detection", step: "observed", source: METADATA },
  {
    match: [
      "HumanBody",
      "BodyMetric",
      "Clothing",
      "Belonging",
      "Gender",
      "Age",
      "Expression",
      "Complexion",
      "FacialShape",
      "FacialHair",
      "Hair",
      "Eyebrow",
      "Accessory",
    ],
    category: "body-attributes",
    step: "observed",
    source: METADATA,
  },
  { match: ["LicensePlateInfo"], category: "licence-plate", step: "observed", source: "ONVIF metadatastream.xsd" },
];

/** Capabilities of the search service that are about people, and that anybody may read. */
export const SEARCH_CAPABILITIES: readonly Signal[] = [
  { match: ["ImageSearch"], category: "face-recognition", step: "advertised", source: SEARCH },
  { match: ["NLSearch"], category: "body-attributes", step: "advertised", source: SEARCH },
];
