import { expect, test } from "vitest";
import { moveConfig } from "./move-config.ts";

test("the data folder, what is named below it, and the stores are rewritten; comments and all else stay", () => {
  const text = `# Ours.
dataDir: /old/data # the disk
http: { host: 0.0.0.0, certFile: /old/data/server.crt, keyFile: /etc/probewarden/server.key }
mqtt:
  embedded: false
  # Of the data folder.
  passwordFile: /old/data/collector-password
  caFile: /old/data-2/ca.crt
state:
  url: sqlite:/old/state.db
series:
  url: influx://localhost:8086/probewarden
`;
  expect(moveConfig(text, "/new")).toEqual({
    yaml: text
      .replace("/old/data #", "/new #")
      .replace("/old/data/server.crt", "/new/server.crt")
      .replace("/old/data/collector-password", "/new/collector-password")
      .replace("url: sqlite:/old/state.db", 'url: "sqlite:"'),
    rewritten: [
      "/dataDir: /old/data -> /new",
      "/http/certFile: /old/data/server.crt -> /new/server.crt",
      "/mqtt/passwordFile: /old/data/collector-password -> /new/collector-password",
      "/state/url: sqlite:/old/state.db -> sqlite:",
    ],
  });
});

test("a file that names no data folder gets one, and one that is no settings is left", () => {
  expect(moveConfig("", "/new")?.yaml).toBe("dataDir: /new\n");
  expect(moveConfig("logLevel: warn\n", "/new")).toEqual({
    yaml: "logLevel: warn\ndataDir: /new\n",
    rewritten: ["/dataDir: (not set) -> /new"],
  });
  for (const text of ["- a\n", "a: [", "word"]) expect(moveConfig(text, "/new")).toBeUndefined();
  expect(moveConfig("http: [1]\nmqtt: word\ndataDir: { a: b }\n", "/new")?.rewritten).toEqual([
    "/dataDir: (not set) -> /new",
  ]);
});
