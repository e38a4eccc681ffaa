import type { CameraCategory, CameraStep } from "@probewarden/contract";
import type { Signal } from "../../signal.ts";

const row = (category: CameraCategory, step: CameraStep, source: string, names: string): Signal => ({
  match: names.split(", "),
  category,
  step,
  source,
});

const RULES = "Dahua HTTP API, VideoAnalyseRule types; NetSDK dhconfigsdk.h, EVENT_IVS_*";
const CODES = "Dahua HTTP API, eventManager codes; github.com/rroller/dahua";

/** Types of `VideoAnalyseRule`, scenes of `VideoAnalyseGlobal`, and codes of events. */
export const DAHUA_SIGNALS: readonly Signal[] = [
  row(
    "face-recognition",
    "observed",
    RULES,
    "FaceRecognition, FaceComparision, FaceComparison, FaceCompare, StrangerDetection",
  ),
  row("face-recognition", "observed", CODES, "aiFaceCompa, aiAFaceCompa, aiFriendFaceCompa, aiStrangerFaceCompa"),
  row("face-detection", "observed", RULES, "FaceDetection, FaceDetect, FaceAnalysis, aiFaceDetect, FaceSnap"),
  row("body-attributes", "observed", RULES, "HumanTrait, FaceAttribute, HumanAttribute"),
  row(
    "people-counting",
    "observed",
    RULES,
    "NumberStat, NumberStatPlan, ManNumDetection, QueueNumDetection, QueueStayDetection",
  ),
  row("people-counting", "observed", RULES, "CrowdDetection, CrowdDistriMap, HeatMap, HeatMapPlan, FlowStat"),
  row("person-detection", "observed", CODES, "SmartMotionHuman, smdHuman, HumanDetection, PedestrianDetection"),
  row("licence-plate", "observed", RULES, "TrafficJunction, TrafficSnapShot, ANPR"),
  row("perimeter", "observed", RULES, "CrossLineDetection, CrossRegionDetection, CrossFenceDetection, WanderDetection"),
  row("motion-only", "observed", CODES, "MotionDetect, VideoMotion"),
];
