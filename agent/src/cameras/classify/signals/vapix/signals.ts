import type { CameraCategory } from "@probewarden/contract";
import type { Signal } from "../../signal.ts";

const row = (category: CameraCategory, source: string, names: string): Signal => ({
  match: names.split(", "),
  category,
  step: "enabled",
  source,
});

const LIST = "VAPIX Application API, applications/list.cgi (recorded samples)";
const SHOP = "axis.com, ACAP applications";

/** Applications by their `Name` or `NiceName`. AXIS Object Analytics and AXIS Live Privacy Shield name no category by themselves. */
export const VAPIX_APPLICATIONS: readonly Signal[] = [
  row("perimeter", LIST, "fenceguard, AXIS Fence Guard, loiteringguard, AXIS Loitering Guard"),
  row("perimeter", SHOP, "CrossLineDetection, AXIS Cross Line Detection, AXIS Perimeter Defender, perimeterdefender"),
  row("motion-only", LIST, "vmd, VMD3, AXIS Video Motion Detection, motionguard, AXIS Motion Guard"),
  row(
    "people-counting",
    SHOP,
    "peoplecounter, AXIS People Counter, AXIS P8815-2 3D People Counter, AXIS 3D People Counter, queuemonitor, " +
      "AXIS Queue Monitor, AXIS Occupancy Estimator, occupancyestimator, AXIS Store Data Manager, " +
      "TrueView People Counter, TrueView Queue, TrueView Heat Map",
  ),
  row("body-attributes", SHOP, "AXIS Demographic Identifier, demographics, demographicidentifier"),
  row("face-detection", SHOP, "AXIS Face Detector, facedetector, facedetection"),
  row("face-recognition", SHOP, "facerecognition, AXIS Face Recognition, Herta BioSurveillance"),
  row("licence-plate", SHOP, "AXIS License Plate Verifier, fflprapp, Vaxtor ALPR, licenseplateverifier"),
];
