import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest by far, each a browser that goes through many pages: begun last, they would run on alone for minutes. */
const LONGEST = /\/browser\/(every-screen-\w+|screens|people)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean => LONGEST.test(moduleId);
    return [...usual.filter(isLongest), ...usual.filter((file) => !isLongest(file))];
  }
}

const never = [
  "test/radio-lab/**",
  "test/systemd/**",
  "test/packages/**",
  "**/dist/**",
  "**/dist-types/**",
  "**/node_modules/**",
];

/** Rooms of functions and memories: no test of theirs leaves anything behind in its process, so that the next may run in it. */
const functions = [
  "{contract,cli,place,dashboard}/src/**/*.test.{ts,tsx}",
  "agent/src/{radio,dissect,cameras}/**/!(wake-up).test.ts",
  "test/{compliance,air}/**/*.test.ts",
];

/**
 * Rooms of the collector whose tests open stores and servers of their own and close them: loading its modules anew was a third of their time. But
 * one test replaces a module, for itself alone.
 */
const stores = [
  "collector/src/{alerts,api,approvals,broker,cameras,excerpts,health,intake,lead,live,newcomers,packages,people,sensors,store,suspects,venues}/**/!(pack-answers).test.ts",
];

/** Screens of a made-up collector: one browser and one page go from file to file (`test/browser/made-up.ts`). */
const screens = [
  "test/browser/{all-venues,long-lists,region,screens,suspect-past,venue-days,venue-draw,venue-floors,venue-many,venue-plan,venue-plan-pdf,venue-play,venue-time,venue-walk}.test.ts",
];

export default defineConfig({
  resolve: { conditions: ["@probewarden/source"] },
  ssr: { resolve: { conditions: ["@probewarden/source"] } },
  test: {
    globalSetup: "test/one-run.ts",
    setupFiles: "test/patience.ts",
    // Far beyond what any test takes: a slow machine is no failure.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // What is polled for is waited for as long as by `vi.waitFor` (test/patience.ts): the second that it has by itself is short on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    // Two more than the cores that it is measured on: many tests wait for servers, and with three workers a quarter of the processors' time was left.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Loading all modules anew for each file took more than half of the processor time of these 115 files: 172 s became 73 s.
      { extends: true, test: { name: "functions", include: functions, exclude: never, isolate: false } },
      { extends: true, test: { name: "stores", include: stores, exclude: never, isolate: false } },
      { extends: true, test: { name: "screens", include: screens, exclude: never, isolate: false } },
      {
        extends: true,
        test: {
          name: "processes",
          include: ["{agent,collector,demo}/src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...never, ...functions, ...stores, ...screens],
        },
      },
    ],
  },
});
