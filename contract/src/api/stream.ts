/** What the live stream carries: SSE `event:` is the kind, `data:` the row, `id:` rises. */
export const STREAM_EVENTS = ["suspect", "sensor", "camera", "alert", "outage", "reset"] as const;
export type StreamEvent = (typeof STREAM_EVENTS)[number];
