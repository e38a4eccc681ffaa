import { runnerImport, type Plugin } from "vite";

/** Modules that hold a list of `data/` once it has been read and checked. */
const LISTS = /\/(public-network|fingerprint)-list\.ts$/;

/**
 * Reads the lists that come with the software when it is built, and puts them into the bundle as what they came to. To read and check them at
 * each start took 0.06 s of CPU, and twice that was for loading what can read YAML and check a schema, of which a replay needs nothing else.
 */
export const readAtBuild: Plugin = {
  name: "read-at-build",
  load: {
    filter: { id: LISTS },
    async handler(id) {
      const { module } = await runnerImport<Record<string, unknown>>(id, {
        root: import.meta.dirname,
        ssr: { resolve: { conditions: ["@probewarden/source"] } },
      });
      const lists = Object.entries(module).filter(([, value]) => Array.isArray(value));
      return lists.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join("\n");
    },
  },
};
