// `npm run air -- SCENE.yaml --out DIR`: plays a scene and writes a capture for each sensor, and the truth.
import { EXIT, explainError, explainUsage } from "@probewarden/cli";
import { loadScene } from "./read-scene.ts";
import { simulate } from "./simulate.ts";

const [scene, flag, folder, ...rest] = process.argv.slice(2);
if (scene === undefined || flag !== "--out" || folder === undefined || rest.length > 0) {
  console.error(explainUsage("npm run air takes a scene and a folder (npm run air -- SCENE.yaml --out DIR)."));
  process.exit(EXIT.usage);
}
try {
  const began = process.cpuUsage();
  const { captures, truth, transmitters, frames, heard } = simulate(loadScene(scene), folder);
  const { user, system } = process.cpuUsage(began);
  console.log(`${transmitters} transmitters sent ${frames} frames; ${heard} were heard by ${captures.length} sensors`);
  console.log(`${captures.join(" ")} ${truth}`);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`${((user + system) / 1e6).toFixed(1)} CPU seconds, ${megabytes} MB at most`);
} catch (error) {
  const { line, exitCode } = explainError(error);
  console.error(line);
  process.exitCode = exitCode;
}
