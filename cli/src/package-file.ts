import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The file at `path` below the folder of the package that a module belongs to. It is found from its source, from what the compiler made of it
 * and from a bundle alike, which lie differently deep. Throws `RangeError` where no folder above holds a `package.json`.
 * @param importer `import.meta.url` of the module
 */
export function packageFile(importer: string, path: string): string {
  for (let folder = new URL(".", importer); ; folder = new URL("..", folder)) {
    if (existsSync(new URL("package.json", folder))) return fileURLToPath(new URL(path, folder));
    if (folder.pathname === "/") throw new RangeError(`${importer} belongs to no package`);
  }
}
