import type { JoinAnswer, JoinRequest, SiteCode } from "@probewarden/contract";

const WORDS = ["bridge", "olive", "march", "cabin", "violin", "honey"];

export const siteCode: SiteCode = {
  words: WORDS,
  link: `https://collector.example:8443/ladder#join=${WORDS.join("-")}`,
  uses: 40,
  expiresAt: "2026-11-25T08:05:12.000Z",
};

export const joinRequest: JoinRequest = {
  version: 1,
  codeId: "9f86d081884c7d659a2feaa0c55ad015",
  nonce: "a3bf4f1b2b0b822cd15d6c15b0f00a08",
  proof: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  box: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  name: "door-three",
};

export const joinAnswer: JoinAnswer = {
  agentYaml: "sensorId: door-three\nvenueId: grand-mall\nmqtt: …\n",
  proof: "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
  at: "2026-11-24T20:05:12.000Z",
};
