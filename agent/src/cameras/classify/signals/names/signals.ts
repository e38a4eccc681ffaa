import type { CameraCategory } from "@probewarden/contract";
import { lexicon, type Lexicon, type Signal } from "../../signal.ts";

const row = (category: CameraCategory, source: string, names: string): Signal => ({
  match: names.split(", "),
  category,
  step: "enabled",
  source,
});

const ONVIF = "ONVIF Analytics Service Specification: rules and modules that it names, and their topics";
const METADATA = "ONVIF humanface.xsd, humanbody.xsd, metadatastream.xsd";
const PARSERS = "topics and rules of recorded cameras, Home Assistant and onvif-parsers";
const MAKERS = "names that makers use for the function in capability lists and user manuals";

/**
 * What a function of analytics is called, whoever says it: type of a rule or module, segment of a topic, capability, service, `type/` scope.
 * "AI", "smart", "analytics", "object detection", Profile M and SupportedMetadata are absent on purpose: they name no category.
 */
export const NAME_SIGNALS: readonly Signal[] = [
  row("face-recognition", ONVIF, "FaceRecognition, FaceRecognitionEngine"),
  row(
    "face-recognition",
    MAKERS,
    "FaceContrast, FaceCompare, FaceComparison, FaceIdentification, FaceLib, FaceLibrary, FDLib, FaceMatch, " +
      "FacialRecognition, FaceRecognitionDetector, StrangerDetection, FaceSnapModeling, FacePictureComparison, 人脸识别, " +
      "人脸比对, 人脸布控, 人脸库, 人脸检索, 陌生人检测, 以图搜图",
  ),
  row("face-detection", PARSERS, "FaceDetector, FaceDetectorEngine, FaceDetection, FaceDetectionEngine"),
  row("face-detection", PARSERS, "FaceDetect, FaceDetected"),
  row("face-detection", METADATA, "HumanFace"),
  row("face-detection", MAKERS, "FaceCapture, FaceSnap, FaceCaptureStatistics, 人脸检测, 人脸抓拍, 人脸侦测"),
  row("body-attributes", METADATA, "HumanBody, Clothing, Gender"),
  row(
    "body-attributes",
    MAKERS,
    "BodyAttribute, BodyAttributes, HumanAttribute, HumanAttributes, PersonAttribute, PersonAttributes, " +
      "HumanFeature, HumanTrait, MixedTargetDetection, PersonReID, PersonReIdentification, FaceAttribute, " +
      "FaceAttributes, AgeGender, GenderDetection, AgeDetection, Demographics, DemographicIdentifier, 人体属性, 人体特征, " +
      "人体识别, 人脸属性, 行人属性, 性别识别, 年龄识别, 混合目标检测, 全结构化",
  ),
  row("gait", "no table of ONVIF has a word for it; the makers' own", "Gait, GaitRecognition, 步态, 步态识别"),
  row(
    "people-counting",
    ONVIF,
    "CountAggregation, CountAggregationEngine, LineCounting, LineCountingEngine, OccupancyCounter, " +
      "OccupancyCounting, OccupancyCountingEngine",
  ),
  row("people-counting", PARSERS, "PeopleCount, PeopleCounter, PeopleCounting, PeopleCountingEngine"),
  row(
    "people-counting",
    MAKERS,
    "PersonCounting, PersonCount, FramesPeopleCounting, VerticalPeopleCounting, FaceCounting, RegionPerson, " +
      "PersonQueueDetection, PersonDensityDetection, PersonDensity, CrowdDetection, CrowdDetector, HeatMap, " +
      "HeatMapEngine, QueueDetection, QueueManagement, QueueMonitor, OccupancyEstimator, CrowdDensity, " +
      "CrowdEstimation, NumberStat, PassengerFlow, RegionPeopleCounting, LineCrossingCounting, " +
      "PassengerFlowStatistics, 客流, 客流统计, 人数统计, 热度图, 排队检测, 人员排队, 人员密度, 人群密度, 区域人数统计",
  ),
  row(
    "person-detection",
    PARSERS,
    "PeopleDetect, PeopleDetection, PeopleDetector, PersonDetection, PersonDetector, PersonDetect, HumanShapeDetect, " +
      "HumanDetect, HumanDetection, HumanDetector, People, SmartMotionHuman",
  ),
  row(
    "person-detection",
    MAKERS,
    "HumanShape, HumanShapeDetection, PedestrianDetection, BodyDetect, BodyDetection, HumanBodyDetection, " +
      "HumanMisinfoFilter, 人形检测, 人形侦测, 人体检测, 行人检测",
  ),
  row("licence-plate", ONVIF, "LicensePlate, LicensePlateRecognition, LicensePlateRecognitionEngine"),
  row(
    "licence-plate",
    MAKERS,
    "LicencePlate, LicencePlateRecognition, LPR, ANPR, ALPR, PlateNumber, PlateRecognition, TrafficJunction, " +
      "LicensePlateDetection, LicensePlateVerifier, 车牌识别, 车牌检测",
  ),
  row(
    "perimeter",
    ONVIF,
    "LineDetector, LineDetectorEngine, FieldDetector, FieldDetectorEngine, Loitering, LoiteringDetector, " +
      "LoiteringDetectorEngine, ObjectsInside, ObjectInField, CrossingLines, LineCrossDetector",
  ),
  row(
    "perimeter",
    PARSERS,
    "LineCross, LineCrossing, LineCrossingDetector, Intrusion, IntrusionDetector, IntrusionDetection, " +
      "CrossLineDetection, CrossRegionDetection, LoiteringDetection, LoiteringGuard, FenceGuard",
  ),
  row(
    "perimeter",
    MAKERS,
    "LineDetection, FieldDetection, RegionEntrance, RegionExiting, EnterArea, ExitArea, LineCrossingDetection, " +
      "RegionEntranceDetection, RegionExitingDetection, IntrusionDetectorEngine, PerimeterDefender, TripWire, 越界侦测, " +
      "越界检测, 区域入侵, 区域入侵侦测, 徘徊检测, 徘徊侦测, 绊线入侵, 周界防护",
  ),
  row(
    "motion-only",
    ONVIF,
    "CellMotionDetector, CellMotionEngine, MotionRegionDetector, MotionRegionDetectorEngine, MotionDetector, " +
      "MotionAlarm, MotionDetectorEngine",
  ),
  row("motion-only", PARSERS, "MotionDetection, MotionDetect, VMD, VideoMotion, MotionGuard, 移动侦测, 移动检测"),
];

/** The table by name. */
export const NAMES: Lexicon = lexicon(NAME_SIGNALS);
