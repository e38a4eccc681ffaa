import type { CameraCategory, CameraLadder } from "@probewarden/contract";
import { allOf, propertyOf } from "../classify/answer-tree.ts";
import { climb, type ReadAnswer } from "../classify/ladder.ts";
import { readAnswer } from "../read-answer.ts";
import { identityIn, identityOfLines, type Identity } from "../classify/identity.ts";
import { fit, provenBy, provenByLines, type ProvenByCall, type TreeOfAnswer } from "../classify/proven.ts";
import { makerOf, type Maker } from "../classify/makers.ts";
import { readScopes } from "../classify/scopes.ts";
import { destinationsIn, destinationsOfLines, type Destination } from "../classify/destinations.ts";
import { keepAnswer } from "../classify/kept-answer.ts";
import { documentOf, type AuditHeard } from "./read-audit-answer.ts";

/** A channel of a recorder: what stands behind it, which is never contacted. */
export interface ChannelBehind {
  id: string;
  name: string;
  model: string;
}

/** What all answers of an audit prove together. */
export interface AuditVerdict extends Omit<Identity, "serial"> {
  /** Who made it, whatever is printed on it, and the words that give that away. */
  maker?: Maker;
  ladder: CameraLadder[];
  /** Functions that the device says it lacks: never "no". */
  denied: { category: CameraCategory; call: string; quote: string }[];
  /** Where pictures and events are set to go. */
  sendsTo: Destination[];
  channels: ChannelBehind[];
}

const DENIED = 64;
const DESTINATIONS = 64;
const CHANNELS = 256;

/** Judges the answers of one device. Never throws for what they hold. */
export function judgeAudit(answers: readonly AuditHeard[]): AuditVerdict {
  const trees: TreeOfAnswer[] = [];
  const lines: ProvenByCall[] = [];
  const sendsTo: Destination[] = [];
  let identity: Identity = {};
  for (const heard of answers) {
    const { call } = heard;
    const { tree, lines: text } = documentOf(heard);
    if (tree !== undefined) trees.push({ call, tree });
    if (text !== undefined) {
      lines.push(...provenByLines(call, text));
      sendsTo.push(...destinationsOfLines(call, text));
      identity = { ...identityOfLines(text), ...identity };
    }
  }
  const { proven, denied, scopes } = provenBy(trees);
  for (const { call, tree } of trees) {
    sendsTo.push(...destinationsIn(call, tree));
    identity = { ...identityIn(tree), ...identity };
  }
  const named = readScopes(scopes);
  const model = identity.model ?? named.hardware;
  const { serial, ...known } = identity;
  const maker = makerOf({ ...known, serial });
  const told = answers.flatMap((heard) => factsIn(heard));
  const { ladder } = climb(model === undefined ? named : { ...named, hardware: model }, told, [...proven, ...lines]);
  return {
    ...known,
    ...(maker === undefined ? {} : { maker }),
    ...(model === undefined ? {} : { model }),
    ladder: withHashes(ladder, answers),
    denied: denied.slice(0, DENIED),
    sendsTo: sendsTo.slice(0, DESTINATIONS),
    channels: trees.flatMap(({ tree }) => channelsIn(tree)).slice(0, CHANNELS),
  };
}

/** What a device says to anybody, it says to who has an account too. */
const TELLS_ANYBODY = /^Get(?:Services|Capabilities|ServiceCapabilities)\b/;

function factsIn({ call, raw, contentType }: AuditHeard): ReadAnswer[] {
  if (!TELLS_ANYBODY.test(call)) return [];
  const { facts, kept } = readAnswer({ raw, status: 200, contentType });
  return facts === undefined ? [] : [{ call, facts, kept }];
}

/** Ties each proof to the octets that it was read from. */
function withHashes(ladder: readonly CameraLadder[], answers: readonly AuditHeard[]): CameraLadder[] {
  const proving = new Set(ladder.flatMap(({ proofs }) => proofs.map(({ call }) => call)));
  const hashes = new Map(
    answers.flatMap(({ call, raw, contentType }) => {
      if (!proving.has(call)) return [];
      const { answerSha256, keptSha256 } = keepAnswer(raw, contentType);
      return [[call, { answerSha256, keptSha256 }] as const];
    }),
  );
  return ladder.map((row) => ({
    ...row,
    proofs: row.proofs.map((proof) => ({ ...proof, ...hashes.get(proof.call) })),
  }));
}

/** Hikvision ISAPI, ContentMgmt/InputProxy/channels. */
const channelsIn = (tree: Parameters<typeof allOf>[0]): ChannelBehind[] =>
  allOf(tree, "InputProxyChannel").map((channel) => ({
    id: fit(propertyOf(channel, "id") ?? ""),
    name: fit(propertyOf(channel, "name") ?? ""),
    model: fit(allOf(channel, "model")[0]?.text.trim() ?? ""),
  }));
