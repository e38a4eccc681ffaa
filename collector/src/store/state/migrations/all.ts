import type { MigrationProvider } from "kysely";
import { firstTables } from "./0001-first-tables.ts";
import { alertOver } from "./0002-alert-over.ts";
import { failureCodes } from "./0003-failure-codes.ts";
import { boots } from "./0004-boots.ts";
import { cameraOddities } from "./0005-camera-oddities.ts";
import { indexes } from "./0006-indexes.ts";
import { findingSummary } from "./0007-finding-summary.ts";
import { messageOrder } from "./0008-message-order.ts";
import { findingParts } from "./0009-finding-parts.ts";
import { suspectHistory } from "./0010-suspect-history.ts";
import { decisionsBind } from "./0011-decisions-bind.ts";
import { suspectStates } from "./0012-suspect-states.ts";
import { documents } from "./0017-documents.ts";
import { suspectsByNeed } from "./0018-suspects-by-need.ts";
import { knownOrigins } from "./0022-known-origins.ts";
import { ownHealth } from "./0024-own-health.ts";
import { signInAttempts } from "./0027-sign-in-attempts.ts";
import { deletionRules } from "./0030-deletion-rules.ts";
import { sensorRefusals } from "./0032-sensor-refusals.ts";
import { brokerClearances } from "./0033-broker-clearances.ts";
import { listsByNeed } from "./0036-lists-by-need.ts";
import { fairShares } from "./0039-fair-shares.ts";
import { suspectSpans } from "./0041-suspect-spans.ts";
import { cameraChanges } from "./0050-camera-changes.ts";
import { cameraAlerts } from "./0055-camera-alerts.ts";
import { cameraRecords } from "./0056-camera-records.ts";
import { newcomers } from "./0057-newcomers.ts";
import { cameraWords } from "./0058-camera-words.ts";
import { venueLocation } from "./0059-venue-location.ts";
import { alertLife } from "./0060-alert-life.ts";
import { maintenance } from "./0061-maintenance.ts";
import { channels } from "./0064-channels.ts";
import { roles } from "./0065-roles.ts";
import { auditChain } from "./0066-audit-chain.ts";
import { invitations } from "./0067-invitations.ts";
import { inbox } from "./0095-inbox.ts";
import { sensorSetups } from "./0080-sensor-setups.ts";
import { sessionNetwork } from "./0075-session-network.ts";
import { decisionFiles } from "./0072-decision-files.ts";
import { approvals } from "./0071-approvals.ts";
import { evidencePackages } from "./0070-evidence-packages.ts";
import { secondSteps } from "./0076-second-steps.ts";
import { apiTokens } from "./0077-api-tokens.ts";
import { frameExcerpts } from "./0090-frame-excerpts.ts";
import { providerLinks } from "./0100-provider-links.ts";
import { packageSubjects } from "./0105-package-subjects.ts";
import { siteCodes } from "./0110-site-codes.ts";
import { turnSince } from "./0120-turn-since.ts";
import { commands } from "./0113-commands.ts";
import { releases } from "./0121-releases.ts";
import { rollouts } from "./0122-rollouts.ts";

/** Every migration, by the name under which a database remembers it. They run in the order of their names; a name never changes. */
export const migrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({
      "0001-first-tables": firstTables,
      "0002-alert-over": alertOver,
      "0003-failure-codes": failureCodes,
      "0004-boots": boots,
      "0005-camera-oddities": cameraOddities,
      "0006-indexes": indexes,
      "0007-finding-summary": findingSummary,
      "0008-message-order": messageOrder,
      "0009-finding-parts": findingParts,
      "0010-suspect-history": suspectHistory,
      "0011-decisions-bind": decisionsBind,
      "0012-suspect-states": suspectStates,
      "0017-documents": documents,
      "0018-suspects-by-need": suspectsByNeed,
      "0022-known-origins": knownOrigins,
      "0024-own-health": ownHealth,
      "0027-sign-in-attempts": signInAttempts,
      "0030-deletion-rules": deletionRules,
      "0032-sensor-refusals": sensorRefusals,
      "0033-broker-clearances": brokerClearances,
      "0036-lists-by-need": listsByNeed,
      "0039-fair-shares": fairShares,
      "0041-suspect-spans": suspectSpans,
      "0050-camera-changes": cameraChanges,
      "0055-camera-alerts": cameraAlerts,
      "0056-camera-records": cameraRecords,
      "0057-newcomers": newcomers,
      "0058-camera-words": cameraWords,
      "0059-venue-location": venueLocation,
      "0060-alert-life": alertLife,
      "0061-maintenance": maintenance,
      "0064-channels": channels,
      "0065-roles": roles,
      "0066-audit-chain": auditChain,
      "0067-invitations": invitations,
      "0080-sensor-setups": sensorSetups,
      "0075-session-network": sessionNetwork,
      "0070-evidence-packages": evidencePackages,
      "0076-second-steps": secondSteps,
      "0071-approvals": approvals,
      "0072-decision-files": decisionFiles,
      "0077-api-tokens": apiTokens,
      "0090-frame-excerpts": frameExcerpts,
      "0100-provider-links": providerLinks,
      "0095-inbox": inbox,
      "0105-package-subjects": packageSubjects,
      "0110-site-codes": siteCodes,
      "0120-turn-since": turnSince,
      "0113-commands": commands,
      "0121-releases": releases,
      "0122-rollouts": rollouts,
    }),
};
