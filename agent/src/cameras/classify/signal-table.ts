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
  {
    words: ["face", "人脸", "face recognition", "人脸识别", "人脸识别终端", "人脸识别一体机"],
    categories: ["face-recognition", "face-detection"],
  },
  { words: ["gait", "步态"], categories: ["gait"] },
  { words: ["people counting", "people counter", "客流", "客流统计"], categories: ["people-counting"] },
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

const byWords = (signals: readonly Signal[]): ReadonlyMap<string, readonly CameraCategory[]> =>
  new Map(signals.flatMap(({ words, categories }) => words.map((run) => [run, categories] as const)));
const ADVERTISED = byWords(ADVERTISED_SIGNALS);
const MODELS = byWords(MODEL_SIGNALS);

/** Categories that a name can name, and those that a model name can. What is not among them was never looked for. */
export const CATEGORIES_OF_NAMES: ReadonlySet<CameraCategory> = new Set([...ADVERTISED.values()].flat());
export const CATEGORIES_OF_MODELS: ReadonlySet<CameraCategory> = new Set([...MODELS.values()].flat());

export const CATEGORIES: readonly CameraCategory[] = [...new Set([...CATEGORIES_OF_NAMES, ...CATEGORIES_OF_MODELS])];

/** Categories that a name as a whole names; none when it says anything else besides. */
export function categoriesOfName(name: string): CameraCategory[] {
  const whole = wordsOf(name)
    .filter((word) => !FILLER.has(word))
    .join(" ");
  return [...(ADVERTISED.get(whole) ?? [])];
}

/**
 * Categories that a model name claims. Its tokens are what blanks and signs divide; a token counts whole or, when it is a compound, with
 * all its words: "FACE-1" and "FaceRecognition" hold a signal, "SURFACE" and "InterFace" do not.
 */
export function categoriesOfModel(model: string): CameraCategory[] {
  const tokens = model
    .slice(0, 256)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "");
  const runs = new Set([
    ...tokens.map((token) => token.toLowerCase()),
    ...tokens.map((token) => wordsOf(token).join(" ")),
  ]);
  for (const [at, token] of tokens.entries()) runs.add(`${token} ${tokens[at + 1] ?? ""}`.toLowerCase());
  return [...new Set([...runs].flatMap((run) => MODELS.get(run) ?? []))];
}
