import type { CameraCategory } from "@probewarden/contract";

/** Words that, standing next to each other in a name, name a category. */
export interface Signal {
  /** Alternatives; each is a run of words in lower case. */
  words: readonly string[];
  categories: readonly CameraCategory[];
}

/**
 * What a capability, a service or a `type/` scope must be called to name a category. Whole words only: a bare pattern for "reid"
 * is also found in `HardwareId`. "AI", "smart", "analytics", Profile M, SupportedMetadata, ImageSearch and NLSearch are absent on
 * purpose: they name no category.
 */
const ADVERTISED_SIGNALS: readonly Signal[] = [
  {
    words: [
      "face recognition",
      "face contrast",
      "face compare",
      "face comparison",
      "face identification",
      "face lib",
      "face library",
      "face snap modeling",
    ],
    categories: ["face-recognition"],
  },
  {
    words: [
      "face detect",
      "face detection",
      "face detector",
      "face detector engine",
      "face capture",
      "face snap",
      "human face",
    ],
    categories: ["face-detection"],
  },
  {
    words: [
      "human body",
      "body attribute",
      "body attributes",
      "human attribute",
      "human attributes",
      "person attributes",
      "clothing",
      "gender",
      "mixed target detection",
    ],
    categories: ["body-attributes"],
  },
  { words: ["gait", "gait recognition", "步态", "步态识别"], categories: ["gait"] },
  {
    words: [
      "people count",
      "people counting",
      "people counter",
      "person counting",
      "frames people counting",
      "person queue detection",
      "person density detection",
      "crowd detection",
    ],
    categories: ["people-counting"],
  },
  {
    words: [
      "people detect",
      "people detection",
      "people detector",
      "person detection",
      "person detector",
      "human detection",
      "human detect",
      "human shape detect",
    ],
    categories: ["person-detection"],
  },
  {
    words: [
      "license plate",
      "licence plate",
      "license plate recognition",
      "licence plate recognition",
      "lpr",
      "anpr",
      "plate number",
    ],
    categories: ["licence-plate"],
  },
  {
    words: [
      "line detector",
      "line crossing",
      "crossing lines",
      "field detector",
      "field detection",
      "intrusion detection",
      "intrusion detector",
      "loitering",
      "loitering detector",
      "object in field",
    ],
    categories: ["perimeter"],
  },
  { words: ["cell motion detector", "motion region detector", "motion detection"], categories: ["motion-only"] },
];

/**
 * Words in a model name. A model name is a claim of the maker, so the step is never more than `claimed`; a face terminal does not
 * tell whether it only finds faces or knows them, so it claims both.
 */
const MODEL_SIGNALS: readonly Signal[] = [
  { words: ["face", "人脸", "face recognition"], categories: ["face-recognition", "face-detection"] },
  { words: ["gait", "步态"], categories: ["gait"] },
  { words: ["people counting", "people counter", "客流"], categories: ["people-counting"] },
  { words: ["lpr", "anpr"], categories: ["licence-plate"] },
];

/** Splits a name into words: `isSupportFaceDetect`, `face_detect` and `FACE-DETECT` all hold "face", "detect". */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Words around a name that say "can do" and nothing about what. */
const FILLER = new Set(["is", "support", "supports", "supported", "enabled", "capability", "capabilities", "service"]);

/** Categories that a name as a whole names; none when it says anything else besides. */
export function categoriesOfName(name: string): CameraCategory[] {
  const whole = wordsOf(name)
    .filter((word) => !FILLER.has(word))
    .join(" ");
  return ADVERTISED_SIGNALS.filter((signal) => signal.words.includes(whole)).flatMap((signal) => signal.categories);
}

/** Categories that words of a model name claim. */
export function categoriesOfModel(model: string): CameraCategory[] {
  const words = ` ${wordsOf(model).join(" ")} `;
  const found = MODEL_SIGNALS.filter((signal) => signal.words.some((run) => words.includes(` ${run} `)));
  return [...new Set(found.flatMap((signal) => signal.categories))];
}
