import type { Words } from "./words.ts";
import type { zhPlan } from "./zh-CN-plan.ts";

/** English words for a plan that is added in the browser. */
export const enPlan: Words<typeof zhPlan> = {
  planForm: {
    add: "Add a floor",
    draw: "Add its plan",
    title: "{{venue}}: add a plan",
    file: "Image of the plan",
    fileMore:
      "PNG, JPEG or WebP. It is drawn anew on this computer and only its pixels are sent, without where or with what it was taken.",
    image: "The plan that was chosen",
    twoPoints: "Click two points of which you know how far apart they are, for example both ends of a wall.",
    again: "Another click sets one of them anew.",
    metres: "Metres between the points",
    width: "Width of the whole image in metres",
    size: "Size of the floor: {{width}} × {{height}} m",
    name: "Name of the floor",
    save: "Save the plan",
    fault: {
      kind: "This is no PNG, JPEG or WebP. Save a PDF as an image first.",
      large: "The image is too large: make it smaller and try again.",
      unreadable: "This image cannot be opened; it may be damaged.",
    },
  },
};
