import { cameraSubject } from "./camera-subject.ts";
import type { PackageSubject, SubjectKind } from "./package-subject.ts";
import { suspectSubject } from "./suspect-subject.ts";

/** All kinds of things of which a package is made. */
export const SUBJECTS: Readonly<Record<SubjectKind, PackageSubject>> = {
  suspect: suspectSubject,
  camera: cameraSubject,
};
