import type { Band, Suspicion } from "@probewarden/contract";

/** One alert of a message. */
export interface AlertLine {
  alertId: string;
  venueId: string;
  venueName: string;
  suspectId: string;
  suspicion: Suspicion;
  band: Band;
  openedAt: string;
}

const SUSPICIONS: Readonly<Record<Suspicion, string>> = {
  "probe-box": "疑似探针盒子 / suspected probe box",
  impostor: "疑似仿冒网络 / suspected impostor network",
  disruption: "疑似干扰攻击 / suspected disruption",
};
const BANDS: Readonly<Record<Band, string>> = {
  watch: "留意 / watch",
  suspected: "可疑 / suspected",
  strong: "证据强 / strong evidence",
};

/** Body of one message: the alerts for a program, and as many lines of text for a chat room. */
export function webhookMessage(alerts: readonly AlertLine[]): string {
  const lines = alerts.map(
    (alert) => `${alert.venueName}: ${SUSPICIONS[alert.suspicion]}, ${BANDS[alert.band]}, ${alert.openedAt}`,
  );
  return JSON.stringify({ type: "alerts-opened", version: 1, text: lines.join("\n"), alerts });
}

/** Body of the message that the *Test* button sends. */
export function testMessage(): string {
  return JSON.stringify({ type: "test", version: 1, text: "Probewarden 测试消息 / test message", alerts: [] });
}
