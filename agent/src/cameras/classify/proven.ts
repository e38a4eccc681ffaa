import { cutCredentials, type CameraCategory } from "@probewarden/contract";
import type { XmlElement } from "../interrogate/xml.ts";
import { allOf, propertyOf } from "./answer-tree.ts";
import { clean } from "./camera-text.ts";
import type { Proven } from "./signal.ts";
import { readDahua } from "./signals/dahua/read.ts";
import { isRecorder, readIsapi } from "./signals/isapi/read.ts";
import { surroundingsIn } from "./signals/isapi/settings.ts";
import { observedEvents, observedFrames, supportedMetadata } from "./signals/onvif/observed.ts";
import { existingRules, instancesOf, servedBy, supportedTypes } from "./signals/onvif/rules.ts";
import { listedTopics } from "./signals/onvif/topics.ts";
import { readApplications, readScenarios } from "./signals/vapix/read.ts";
import { readViid } from "./signals/viid/read.ts";

/** One answer of a device, read into a tree. */
export interface TreeOfAnswer {
  call: string;
  tree: XmlElement;
}

/** What an answer proves, by the call that it answers. */
export interface ProvenByCall extends Proven {
  call: string;
}

/** What all answers of one device prove together, and which functions it says it lacks. */
export interface ProvenOfDevice {
  proven: ProvenByCall[];
  denied: { category: CameraCategory; call: string; quote: string }[];
  /** Scopes that an answer lists. */
  scopes: string[];
  /** Models that an answer names. */
  models: string[];
}

/** Longest list that one device gets; the largest on record has some 200. */
const PROVEN = 4_096;

/** Reads what the answers of one device prove, whatever they answer: what stands in an answer says what it is. */
export function provenBy(answers: readonly TreeOfAnswer[]): ProvenOfDevice {
  const found: ProvenOfDevice = { proven: [], denied: [], scopes: [], models: [] };
  const trees = answers.map(({ tree }) => tree);
  const ofRecorder = trees.some((tree) => isRecorder(tree));
  const instances = new Map(trees.map((tree) => [tree, instancesOf(tree)]));
  const around = surroundingsIn(trees);
  const served = servedBy([...instances.values()].flat());
  for (const { call, tree } of answers) {
    const isapi = readIsapi(tree, ofRecorder, around);
    const here = [
      ...supportedTypes(tree),
      ...existingRules(instances.get(tree) ?? [], served),
      ...listedTopics(tree),
      ...observedEvents(tree),
      ...observedFrames(tree),
      ...supportedMetadata(tree),
      ...readApplications(tree),
      ...readScenarios(tree),
      ...readViid(tree),
      ...isapi.proven,
    ];
    found.proven.push(
      ...here.slice(0, PROVEN - found.proven.length).map((each) => ({ ...each, call, quote: fit(each.quote) })),
    );
    found.denied.push(...isapi.denied.slice(0, 64).map((each) => ({ ...each, call, quote: fit(each.quote) })));
    found.scopes.push(...allOf(tree, "ScopeItem").map(({ text }) => text.trim()));
    found.models.push(
      ...allOf(tree, "GetDeviceInformationResponse", "DeviceInfo").flatMap(
        (info) => propertyOf(info, "Model") ?? propertyOf(info, "model") ?? [],
      ),
    );
  }
  return found;
}

/** Reads what lines `path=value` prove: the answers of Dahua's web interface. */
export function provenByLines(call: string, text: string): ProvenByCall[] {
  return readDahua(text)
    .slice(0, PROVEN)
    .map((each) => ({ ...each, call, quote: fit(each.quote) }));
}

/** Words of a device as they may be kept: short, of one line, and without a login. */
export const fit = (quote: string): string => clean(cutCredentials(quote));
