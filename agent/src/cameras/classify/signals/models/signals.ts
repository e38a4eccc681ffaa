import type { Signal } from "../../signal.ts";

const TYPED = "a face terminal found by DHIP called itself so (Intelbras SS 3530 MF FACE W)";
const MANUALS = "words that makers print in model names and datasheets";

/**
 * Words in a model name. A model name is a claim of its maker, so the step is `claimed`; a face terminal does not tell whether it only
 * finds faces or knows them, so it claims both.
 */
export const MODEL_SIGNALS: readonly Signal[] = [
  {
    match: ["face", "人脸", "face recognition", "人脸识别", "人脸识别终端", "人脸识别一体机"],
    category: "face-recognition",
    step: "claimed",
    source: TYPED,
  },
  {
    match: ["face", "人脸", "face recognition", "人脸识别", "人脸识别终端", "人脸识别一体机", "人脸抓拍", "人脸抓拍机"],
    category: "face-detection",
    step: "claimed",
    source: TYPED,
  },
  { match: ["gait", "步态", "步态识别"], category: "gait", step: "claimed", source: MANUALS },
  {
    match: ["people counting", "people counter", "客流", "客流统计", "客流相机", "客流摄像机"],
    category: "people-counting",
    step: "claimed",
    source: MANUALS,
  },
  { match: ["lpr", "anpr", "车牌识别"], category: "licence-plate", step: "claimed", source: MANUALS },
];
