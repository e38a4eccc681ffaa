import { CommandError } from "@probewarden/cli";
import { BundleFile } from "../cameras/evidence/bundle-file.ts";
import { VERSION } from "./version.ts";

/** Begins the bundle that was asked for, before anything is sent. Throws {@link CommandError} when it cannot be made, or is there already. */
export async function beginBundle(path: string | undefined): Promise<BundleFile | undefined> {
  if (path === undefined) return undefined;
  const bundle = new BundleFile(path);
  await bundle.begin(VERSION, new Date().toISOString()).catch((cause: unknown) => {
    throw new CommandError(`${path} cannot be made, or is there already: evidence is never written over`, { cause });
  });
  return bundle;
}
