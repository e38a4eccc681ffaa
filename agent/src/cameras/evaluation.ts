import type { CameraCategory, CameraStep } from "@probewarden/contract";

/** When the answers were given: to anybody, or to who had an account. */
export type Login = "before" | "with";

/** What the classifier said of one device and category, beside what the label allows. */
export interface EvaluationRow {
  device: string;
  category: string;
  login: Login;
  said: CameraStep;
  label: string;
  /** The step of the label, or one that a careful reader may defend in its place. */
  reached: boolean;
  neverAbove: string;
}

/** One line of `--jsonl`: every device has one for each category. */
export interface EvaluationLine {
  device: string;
  category: CameraCategory;
  beforeLogin: CameraStep;
  withLogin: CameraStep;
  why: string[];
}

/** Result of holding the classifier against a folder of recorded cameras. */
export interface Evaluation {
  devices: number;
  lines: EvaluationLine[];
  /** Empty where the folder has no labels. */
  rows: EvaluationRow[];
  /** Rows above the line that must not be crossed: an accusation beyond the evidence. */
  violations: EvaluationRow[];
  /** Rows with a label above unknown that was not reached. */
  below: EvaluationRow[];
  kindUnknown: string[];
  unreadable: string[];
}
