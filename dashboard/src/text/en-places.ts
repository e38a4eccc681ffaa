import type { Words } from "./words.ts";
import type { zhPlaces } from "./zh-CN-places.ts";

/** English words for floors and venues at a glance. */
export const enPlaces: Words<typeof zhPlaces> = {
  place: {
    notCalibrated: "This floor was not calibrated by measurements on site.",
    measured:
      "Measured error on this floor: half within {{median}} m, nine in ten within {{p90}} m ({{n}} known places, each held out in turn).",
    outdated:
      "Since this floor was calibrated its plan, a wall or a sensor was changed: the calibration is not used until it is fitted anew.",
    floorLikely: "on this floor: {{n}} % likely",
  },
  region: {
    views: "Views",
    list: "List",
    region: "Region",
    map: "Sketch of the venues by their coordinates",
    kilometres: "{{n}} km",
    metres: "{{n}} m",
    north: "north is up, no map beneath",
    cluster: "{{n}} venues, of which {{waiting}} need somebody: opens. What needs it most: {{first}}",
    seen: "Venues in view: {{n}} of {{all}}, what needs somebody first.",
    here: "Venues at this one place: {{n}} of {{all}}.",
    back: "Back out",
    noPlaces:
      "No venue says where it is: they stand by district. To say it, open a venue, then All floors, then Place and district.",
    withoutPlace: "Venues without coordinates, by district: {{n}}",
    noDistrict: "No district given",
    district: "{{n}} venues, {{waiting}} need somebody",
  },
  placeForm: {
    open: "Place and district",
    title: "Where {{venue}} is",
    more: "The region view draws venues by their coordinates, and lists those without by district. Coordinates are WGS 84; those of Chinese map services are some hundred metres off, which a region does not show.",
    coordinates: "Coordinates (latitude, longitude)",
    wrong: "Latitude first, then longitude, for example 31.2304, 121.4737.",
    district: "District, or another group",
    save: "Save the place",
  },
  floors: {
    all: "All floors",
    calm: "No suspect with a known place on this floor",
    unheard: "No sensor listens: nobody knows",
    noSensors: "No sensor hangs on this floor",
    settled: "{{n}} settled",
    unplaced: "Suspects without a known place, on no floor's plan: {{n}}.",
    cameras: "Cameras: {{n}}",
    inside: "{{n}} in private zones",
    likeliest: "Likeliest place: {{place}}",
    legendThen:
      "As it was known at that moment, without what came later; sensors and cameras stand where they hang now. The darker and the lighter region hold half and 95 % of the likelihood; hatched is what no sensor heard then.",
    legend:
      "All as it is now. The darker and the lighter region hold half and 95 % of the likelihood; hatched is what no sensor hears. At most 12 suspects are drawn on a floor; the figures count all.",
  },
};
