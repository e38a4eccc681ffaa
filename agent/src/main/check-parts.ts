import { ConfigError } from "@probewarden/cli";
import { CameraConfigError, cameraRounds } from "../cameras/cameras-once.ts";
import { makeRadioSource } from "../radio/radio-source.ts";
import { readVenueCanaries, readVenueNetworks } from "../radio/venue/venue-networks.ts";
import type { AgentConfig } from "./config.ts";

/** Refuses what the parts would refuse, before anything is started: the parts are only made, none acts. Throws {@link ConfigError}. */
export function checkParts(config: AgentConfig, file: string): void {
  if (config.radio.enabled) {
    makeRadioSource(config.radio, file);
    if (config.radio.networks !== undefined) readVenueNetworks(config.radio.networks);
    if (config.radio.canaries !== undefined) readVenueCanaries(config.radio.canaries);
  }
  if (config.cameras.enabled) checkCameras(config, file);
}

/** The same for the settings of the cameras alone. Throws {@link ConfigError}. */
export function checkCameras(config: AgentConfig, file: string): void {
  try {
    cameraRounds(config.cameras, { brokerUrl: config.mqtt.url });
  } catch (cause) {
    if (cause instanceof CameraConfigError) throw new ConfigError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}
