import type { Words } from "./words.ts";
import type { zhApprovals } from "./zh-CN-approvals.ts";

/** English words for what takes a second person. */
export const enApprovals: Words<typeof zhApprovals> = {
  approvals: {
    title: "Waits for a second person",
    lead: "Another account approves or refuses it. Nobody approves what they asked for themselves.",
    what: { authorise: "Authorise", package: "Export a package of evidence" },
    asked: "asked for by {{by}}",
    until: "until",
    document: "Document or basis: {{document}}",
    openSuspect: "Open the suspect",
    openCamera: "Open the camera",
    own: "You asked for this yourself: another approver has to answer.",
    noRole: "An approver has to answer.",
    reason: "Why it is approved or refused",
    approve: "Approve",
    refuse: "Refuse",
    takeBack: "Take it back",
    second: "approved by {{by}}",
    settings: "Second person",
    settingsLead:
      "Switched on, these take effect only when another approver says so. What waits already goes on waiting.",
    authorise: "To authorise",
    packages: "To export a package of evidence",
    everywhere: "Every venue",
    exceptions: "These venues have their own rule:",
    forAll: "Where",
    on: "needed",
    off: "not needed",
    save: "Save",
  },
};
