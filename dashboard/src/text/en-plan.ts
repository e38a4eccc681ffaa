import type { Words } from "./words.ts";
import type { zhPlan } from "./zh-CN-plan.ts";

/** English words for a plan that is added in the browser. */
export const enPlan: Words<typeof zhPlan> = {
  planForm: {
    add: "Add a floor",
    draw: "Add its plan",
    title: "{{venue}}: add a plan",
    file: "File of the plan",
    fileMore:
      "PNG, JPEG, WebP, or a page of a PDF. It is drawn anew on this computer and only its pixels are sent, without where or with what it was taken.",
    page: "Which page is the plan (of {{n}})",
    busy: "Being drawn…",
    image: "The plan that was chosen",
    twoPoints: "Click two points of which you know how far apart they are, for example both ends of a wall.",
    again: "Another click sets one of them anew.",
    metres: "Metres between the points",
    width: "Width of the whole image in metres",
    size: "Size of the floor: {{width}} × {{height}} m",
    name: "Name of the floor",
    save: "Save the plan",
    fault: {
      kind: "This is no PNG, JPEG, WebP or PDF.",
      large: "The file is too large: make it smaller and try again.",
      unreadable: "This file cannot be opened; it may be damaged, or not what it says it is.",
      encrypted: "This PDF has a password: save it without one.",
      pages: "This PDF has more than 500 pages: export the page with the plan alone.",
      slow: "This page took too long to draw and was stopped: export it as an image.",
    },
  },
};
