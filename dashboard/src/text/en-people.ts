import type { Words } from "./words.ts";
import type { zhPeople } from "./zh-CN-people.ts";

/** English words for people, their roles and how far they reach. */
export const enPeople: Words<typeof zhPeople> = {
  people: {
    role: {
      technician: "technician",
      "duty-officer": "duty officer",
      inspector: "inspector",
      approver: "approver",
      auditor: "auditor",
      administrator: "administrator",
    },
    notYours: "Your account does not open this page",
    takes: "It takes one of these roles: {{roles}}. An administrator can give it.",
    youAre: "Your roles now: {{roles}}",
    noEntry: "Not within your rights: {{what}}",
    notDecided: "To decide takes an inspector or an approver.",
    notHandled: "To handle alerts takes a duty officer, an inspector or an approver.",
  },
};
