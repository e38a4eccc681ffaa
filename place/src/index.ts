export { calibrate, type CalibrationPoint } from "./calibrate.ts";
export type { BandCalibration, Calibration } from "./calibration.ts";
export { bandClassOf, type BandClass } from "./figures.ts";
export type { PlaceFloor, PlaceSensor, Wall } from "./floor.ts";
export { PlaceInputError } from "./input-error.ts";
export type { ChannelLooks, SensorLooks } from "./looks.ts";
export { placeTransmitter, type Posterior } from "./posterior.ts";
export { regionsOf, type Region } from "./regions.ts";
export { fillAll, surveyFloor, type Survey } from "./survey.ts";
