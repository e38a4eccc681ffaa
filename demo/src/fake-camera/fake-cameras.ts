import { startFakeCamera, type FakeCamera } from "./fake-camera.ts";
import { FAKE_CAMERAS } from "./replies.ts";

/** The three fake cameras of the demo venue. */
export interface FakeCameras {
  /** Where they answer discovery, `127.0.0.1:port` each: what goes into `cameras.unicast` of agent.yaml. */
  addresses: string[];
  cameras: FakeCamera[];
  stop(): Promise<void>;
}

/** Starts the three fake cameras, each on free ports of the loopback address. */
export async function startFakeCameras(): Promise<FakeCameras> {
  const cameras = await Promise.all(Object.values(FAKE_CAMERAS).map((profile) => startFakeCamera({ profile })));
  return {
    addresses: cameras.map((camera) => camera.discovery),
    cameras,
    stop: async () => {
      await Promise.all(cameras.map((camera) => camera.stop()));
    },
  };
}
