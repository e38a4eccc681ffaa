import type { IncomingMessage, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Collector, Readiness } from "@probewarden/contract";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { Alerts } from "../alerts/alerts.ts";
import type { Notices } from "../alerts/notify/notices.ts";
import type { Metrics } from "../health/metrics.ts";
import type { CollectorConfig } from "../main/config.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { Accounts } from "../people/accounts.ts";
import type { IdentityProvider } from "../people/provider/identity-provider.ts";
import type { ProviderFlows } from "../people/provider/provider-flows.ts";
import type { LiveStream } from "../live/live-stream.ts";
import type { MadeSuspects } from "../suspects/made-suspects.ts";

/** How this collector is, from memory. */
export interface OwnHealth {
  isRefusing: () => boolean;
  row: () => Collector;
  metrics: Pick<Metrics, "contentType" | "text">;
}

/** When a collector has too much to do, in milliseconds. */
export interface OverloadLimits {
  /** Mean delay of the event loop over a sample, beyond which that sample is slow, in milliseconds. 0: none is. */
  mostLoopDelayMs: number;
  /** Length of a sample, in milliseconds. */
  sampleMs: number;
  /**
   * Slow samples in a row from which requests are refused: those that the loop has would only wait behind them. One alone is a long
   * computation that is over (schemas compiled at the start, a machine that slept).
   */
  slowSamples: number;
}

/** What signing in by the identity provider takes. */
export interface ProviderParts {
  by: IdentityProvider;
  flows: ProviderFlows;
}

/** What the API is made of, handed over by `serve`. */
export interface AppParts {
  config: CollectorConfig;
  log: FastifyBaseLogger;
  /** Certificate and key, PEM; absent: HTTP, on loopback only. */
  tls?: { cert: Buffer; key: Buffer };
  state: StateStore;
  series: SeriesStore;
  accounts: Accounts;
  /** The identity provider, where one is configured. */
  provider?: ProviderParts;
  alerts: Alerts;
  notices: Notices;
  stream: LiveStream;
  /** Suspects as they were last shown. */
  made: MadeSuspects;
  /** Tells every collector that a suspect changed. */
  suspectChanged: (suspectId: string) => void;
  /** Tells every collector that a camera, or an alert, changed. */
  cameraChanged: (cameraId: string) => void;
  alertChanged: (alertId: string) => void;
  /** A decision was made in this venue: its sensors are told at once whom to watch. Returns at once; a broker that is away hears it later. */
  decided: (venueId: string) => void;
  /** A sensor was told something: it hears it at once, or when it is back. */
  commanded: (sensorId: string) => void;
  readiness: () => Promise<Readiness>;
  health: OwnHealth;
  /** What `/metrics` wants to see; absent: it answers this machine only. */
  metricsToken?: string;
  /** Absent: as `overload.ts` says. */
  overload?: OverloadLimits;
  now: () => number;
}

/** The server, with types taken from its schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
