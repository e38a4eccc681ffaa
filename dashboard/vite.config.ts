import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where `npm run dev` finds a collector. */
const COLLECTOR = process.env["PW_COLLECTOR"] ?? "http://127.0.0.1:8080";

/** Files of fewer octets are not worth a second copy. */
const WORTH_OCTETS = 1_024;

/** What the first script needs. */
const FIRST =
  /node_modules\/(react|i18next)\/|dashboard\/src\/(api\/(client|seen-text|live-rows|upsert-row|pages)|components\/(theme-choice|reload-after-update)|screens\/(screens|routes)|text\/(text|texts|problem-words|preferred-language))\.ts/;

/** Lays a .br and a .gz beside each text of the build: packed once and as small as can be, and sent as they are. */
const packed = (folder: string): Plugin => ({
  name: "packed",
  apply: "build",
  closeBundle: async () => {
    const names = await readdir(folder, { recursive: true });
    for (const name of names.filter((one) => /\.(js|css|html|svg)$/.test(one))) {
      const text = await readFile(join(folder, name));
      if (text.length < WORTH_OCTETS) continue;
      await writeFile(join(folder, `${name}.br`), brotliCompressSync(text));
      await writeFile(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
    }
  },
});

/**
 * Has V8 compile what is read at once off the page's own thread, while it comes (explicit compile hints; other engines pass over a comment): else
 * each function is compiled as it is first called, a tenth of that thread's time until the plan of a venue answers. Not what makes or reads PDFs:
 * it is large, and asked for seldom.
 */
const compiledAtOnce: Plugin = {
  name: "compiled-at-once",
  apply: "build",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler: (_options, bundle) => {
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && !/pdf/.test(chunk.name))
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
    },
  },
};

/**
 * Names in the page what the first script asks for at once, so that a browser fetches all of it side by side: else each part would wait for the
 * one that names it to be there and read, a way to the server each time.
 */
const namedFirst = (file: string): Plugin => ({
  name: "named-first",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const names = new Set<string>();
      const take = (name: string): void => {
        if (names.has(name)) return;
        names.add(name);
        for (const needed of chunks.find((one) => one.fileName === name)?.imports ?? []) take(needed);
      };
      for (const { facadeModuleId, fileName } of chunks) if (facadeModuleId?.endsWith(file)) take(fileName);
      return [...names]
        .filter((name) => !html.includes(`/${name}"`))
        .map((name) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${name}` },
          injectTo: "head",
        }));
    },
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), namedFirst("/src/main.tsx"), compiledAtOnce, packed(join(import.meta.dirname, "dist"))],
  resolve: { conditions: ["@probewarden/source", "module", "browser", "development|production"] },
  // The page's policy is `default-src 'self'`: no data: address may carry an asset, and no script may stand in the page itself.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Left alone, each set of screens that share something has a file of its own: forty to fetch, six at a time.
        codeSplitting: {
          groups: [
            { name: "first", test: FIRST, priority: 2 },
            {
              name: "shared",
              test: /dashboard\/src\/(components|api)\/|tanstack|radix-ui/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
    // The benchmark holds the first load against what it may weigh; who installs the product is told nothing by this warning.
    chunkSizeWarningLimit: 2_000,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": COLLECTOR } },
});
