import type { CameraCategory, CameraStep } from "@probewarden/contract";
import type { Signal } from "../../signal.ts";

const row = (category: CameraCategory, step: CameraStep, source: string, names: string): Signal => ({
  match: names.split(", "),
  category,
  step,
  source,
});

const FLAGS =
  "Hikvision ISAPI, capability flags of System/capabilities (recorded: hikvision_next issue 191 and fixtures)";
const EVENTS = "Hikvision ISAPI, eventType of Event/triggers and EventNotificationAlert";
const RESOURCES = "Hikvision ISAPI developer guide, XML_Cap_VCAResource, node <type>";
const ENGINES = "Hikvision ISAPI developer guide, XML_AnalysisEnginesCap, node <mode>";
const TRIGGERS = "Hikvision ISAPI developer guide, XML_EventTrigger, node <eventType>, its misspellings included";
const GUIDE = "Hikvision ISAPI developer guides (facial, people counting), capability flags and kinds of event";
const ACCESS = "Hikvision ISAPI, AccessControl/capabilities of a face terminal";

/** Capability flags (`isSupport…`), where the general names do not say it. */
export const ISAPI_FLAGS: readonly Signal[] = [
  row(
    "face-recognition",
    "supported",
    FLAGS,
    "isSupportFaceContrast, isSupportFaceLib, isSupportFDLib, isSupportFaceSnapModeling, isSupportFCSearch, " +
      "isSupportWhiteListFaceContrast, isSupportBlackListFaceContrast, isSupportFaceScore, isSupportStranger, " +
      "isSupportStrangerContrast, isSupportFaceRecognition, isSupportFaceCompareModeling",
  ),
  row(
    "face-recognition",
    "supported",
    GUIDE,
    "isSupportFDSearch, isSupportFDExecuteControl, isSupportFCAndFDSearch, isSupportFDLibSearch, isSupportCaptureComparison",
  ),
  row("face-recognition", "supported", ACCESS, "isSupportFaceCompareCond, isSupportFaceRecognizeMode"),
  row("face-detection", "supported", FLAGS, "isSupportFaceDetect, isSupportFaceSnap, isSupportFaceCaptureStatistics"),
  row("face-detection", "supported", FLAGS, "isSupportFaceCapture, isSupportCaptureFace"),
  row("body-attributes", "supported", FLAGS, "isSupportHumanRecognition, isSupportMixedTargetDetection"),
  row(
    "body-attributes",
    "supported",
    FLAGS,
    "isSupportHumanFeature, isSupportHumanBodyContrast, isSupportHumanContrast",
  ),
  row("people-counting", "supported", FLAGS, "isSupportCounting, isSupportPeopleCounting, isSupportHeatmap"),
  row("people-counting", "supported", FLAGS, "isSupportHFPD, isSupportFaceCounting, isSupportHeelPDC"),
  row("people-counting", "supported", FLAGS, "isSupportFramesPeopleCounting, isSupportRegionPerson"),
  row("people-counting", "supported", GUIDE, "isSupportRegionTargetNumberCounting, isSupportPersonQueueCounting"),
  row("face-detection", "supported", GUIDE, "isSupportFaceThermometry"),
  row("body-attributes", "supported", GUIDE, "isSupportHBDLib, isSupportHumanAttribute"),
  row(
    "person-detection",
    "supported",
    FLAGS,
    "isSupportHumanMisinfoFilter, isSupportPeopleDetection, isSupportBodyDetect",
  ),
  row("licence-plate", "supported", FLAGS, "isSupportANPR, isSupportLPR, isSupportPlateRecognition"),
];

/** Kinds of event: of a trigger that can be set, or of an alarm that was sent. */
export const ISAPI_EVENTS: readonly Signal[] = [
  row(
    "face-recognition",
    "observed",
    EVENTS,
    "faceContrast, alarmResult, FaceMatch, faceSnapContrast, whiteListFaceContrast",
  ),
  row("face-recognition", "observed", EVENTS, "strangerFaceContrast, blackListFaceContrast, faceHumanModelingContrast"),
  row("face-recognition", "observed", TRIGGERS, "faceLib, faceRecognition"),
  row("face-recognition", "observed", GUIDE, "faceSnapModeling, strangerDetection"),
  row("face-detection", "observed", GUIDE, "faceThermometry, facedDetect"),
  row(
    "people-counting",
    "observed",
    GUIDE,
    "regionTargetNumberCounting, personQueueCounting, multiRegionPeopleCounting",
  ),
  row("perimeter", "observed", TRIGGERS, "filedDetection"),
  row("body-attributes", "observed", TRIGGERS, "humanAttribute, HUMANATTRIBUTE"),
  row("people-counting", "observed", TRIGGERS, "personQueueDetecton, peopleNumChange, peopleNumCounting"),
  row("face-detection", "observed", EVENTS, "facedetection, faceSnap, faceCapture, faceDetect"),
  row("body-attributes", "observed", EVENTS, "humanRecognition, mixedTargetDetection, humanFeature"),
  row("people-counting", "observed", EVENTS, "PeopleCounting, counting, framesPeopleCounting, regionPerson, heatmap"),
  row("people-counting", "observed", EVENTS, "personQueueDetection, personDensityDetection, personQueueTime, HFPD"),
  row("people-counting", "observed", EVENTS, "personQueueRealTime, crowdSituationAnalysis, faceCounting"),
  row("person-detection", "observed", EVENTS, "humanDetection, peopleDetection, bodyDetection"),
  row("licence-plate", "observed", EVENTS, "ANPR, plateRecognition, vehicleMatchResult"),
  row("perimeter", "observed", EVENTS, "linedetection, fielddetection, regionEntrance, regionExiting, loitering"),
  row("motion-only", "observed", EVENTS, "VMD, motionDetection"),
];

/** What the intelligent resource of a channel may be given to, and which of them it is given to now. */
export const ISAPI_RESOURCES: readonly Signal[] = [
  row("face-detection", "configured", RESOURCES, "facesnap, faceCapture, smartFaceSnap"),
  row("face-recognition", "configured", RESOURCES, "faceContrast, faceMonitor, faceHumanModelingContrast"),
  row("body-attributes", "configured", RESOURCES, "mixedTargetDetection, mixedTargetAll, faceHumanModelingContrast"),
  row("people-counting", "configured", RESOURCES, "verticalPeopleCounting, faceCounting, heelPDC, heatmap"),
  row("people-counting", "configured", RESOURCES, "personQueueDetection, personDensity, peopleCounting, HFPD"),
];

/** What an analysis engine of a recorder or server may be given to. */
export const ISAPI_ENGINES: readonly Signal[] = [
  row("face-recognition", "supported", ENGINES, "face_recognition, face_recognition_IES, face_human_recognition"),
  row("people-counting", "supported", ENGINES, "peopleCounting, personDensityDetection"),
];
