import { allOf, propertyOf } from "../../answer-tree.ts";
import { lexicon, signalsOf, type Proven } from "../../signal.ts";
import { child, type XmlElement } from "../../../interrogate/xml.ts";
import { VAPIX_APPLICATIONS } from "./signals.ts";

const APPLICATIONS = lexicon(VAPIX_APPLICATIONS);

/** Applications that a camera lists: one that runs is *enabled*, one that is stopped or has no licence is only there. */
export function readApplications(tree: XmlElement): Proven[] {
  return allOf(tree, "application").flatMap((application) => {
    const [name, nice] = [propertyOf(application, "Name") ?? "", propertyOf(application, "NiceName") ?? ""];
    const status = propertyOf(application, "Status") ?? "";
    const isRunning =
      /^running$/i.test(status) && !/^(?:missing|invalid)$/i.test(propertyOf(application, "License") ?? "");
    const byName = signalsOf(APPLICATIONS, name);
    return (byName.length > 0 ? byName : signalsOf(APPLICATIONS, nice)).map(({ category }) => ({
      category,
      step: isRunning ? ("enabled" as const) : ("supported" as const),
      family: "applications",
      quote: `application ${name} "${nice}" ${status}`,
    }));
  });
}

/** Scenarios of AXIS Object Analytics: what is looked for, and which line or area was drawn. There is no switch in them. */
export function readScenarios(tree: XmlElement): Proven[] {
  return allOf(tree, "scenarios").flatMap((scenario) => {
    const type = child(scenario, "type")?.text.trim() ?? "";
    const classes = allOf(scenario, "objectClassifications").map((each) => propertyOf(each, "type") ?? "");
    const isHuman = classes.some((each) => /^(?:human|person)$/i.test(each));
    const isDrawn = allOf(scenario, "triggers").some((trigger) => allOf(trigger, "vertices").length > 0);
    const step = isDrawn ? ("configured" as const) : ("supported" as const);
    const quote = `scenario ${type}${classes.map((each) => ` ${each}`).join("")}`;
    const found: Proven[] = [];
    if (isHuman) found.push({ category: "person-detection", step, family: "scenarios", quote });
    if (/^fence$/i.test(type)) found.push({ category: "perimeter", step, family: "scenarios", quote });
    if (/^(?:crosslinecounting|occupancyInArea)$/i.test(type) && isHuman)
      found.push({ category: "people-counting", step, family: "scenarios", quote });
    return found;
  });
}
