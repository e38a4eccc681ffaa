import { expect, test } from "vitest";
import { namesIn, rolesIn } from "./audit-subject.ts";

const VENUES = [{ venueId: "grand-mall", name: "Grand Mall" }];
const SENSORS = [{ venueId: "grand-mall", sensorId: "north-gate", name: "North gate" }];

test.each([
  ["north-gate grand-mall", ["Grand Mall", "North gate"]],
  ["grand-mall/f1", ["Grand Mall"]],
  ["north-gate", ["North gate"]],
  // An identifier inside of another word names nothing, and what is gone has no name.
  ["grand-mall-2 gone", []],
  ["", []],
])("a subject %j speaks of %j", (subject, names) => {
  expect(namesIn(subject, VENUES, SENSORS)).toEqual(names);
});

test.each([
  ["ana: inspector+auditor, not apart, everywhere", "ana: <inspector> + <auditor>, not apart, everywhere"],
  ["an: auditor: inspector, v1", "an: auditor: <inspector>, v1"],
  // Somebody whose name looks like a list of roles is left as written down.
  ["auditor", "auditor"],
  ["ana: inspector+king, everywhere", "ana: inspector+king, everywhere"],
])("roles of %j are said as %j", (subject, said) => {
  expect(rolesIn(subject, ["inspector", "auditor"], (role) => `<${role}>`)).toBe(said);
});
