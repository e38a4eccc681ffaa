import { ConfigError } from "@probewarden/cli";
import { describe, expect, test } from "vitest";
import { readConfig } from "./load-config.ts";

describe("an address in collector.yaml", () => {
  test.each([
    ["http: {host: 'http://127.0.0.1'}", "/http/host"],
    ["http: {hostNames: [collector.example, 'https://other.example']}", "/http/hostNames/1"],
    ["http: {hostNames: ['collector.example:8443']}", "/http/hostNames/0"],
    ["webhook: {allow: ['http://chat.internal/hook']}", "/webhook/allow/0"],
    ["http: {port: 8080}\nmqtt: {port: 8080}", "/http/port and /mqtt/port"],
    ["mqtt: {embedded: false, url: 'broker.example:8883'}", "/mqtt/url"],
    ["mqtt: {embedded: false, url: 'http://broker.example'}", "/mqtt/url"],
    ["mqtt: {embedded: false, url: 'mqtts://'}", "/mqtt/url"],
    ["mqtt: {embedded: false, url: 'mqtts:broker.example'}", "/mqtt/url"],
    ["mqtt: {embedded: false, url: 'mqtts://a.example:99999'}", "/mqtt/url"],
    ["mqtt: {embedded: false, url: 'mqtts://a.example', sensorUrl: 'a.example'}", "/mqtt/sensorUrl"],
    ["state: {url: 'mysql://db.example/probewarden'}", "/state/url"],
    ["state: {url: '/var/lib/state.db'}", "/state/url"],
    ["series: {url: 'http://localhost:8086/probewarden'}", "/series/url"],
    ["series: {url: 'influx://localhost:8086'}", "/series/url"],
  ])("%j is refused in one line with the setting and an example", (yaml, place) => {
    const read = (): unknown => readConfig(yaml, "collector.yaml", {});
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      new RegExp(`^collector\\.yaml: ${place.replaceAll("/", "\\/")} ?[^\\n]*\\(example: [^\\n]+\\)$`),
    );
  });

  test("a password that stands in it is not repeated", () => {
    expect(() => readConfig("series: {url: 'http://ana:secret@localhost/x'}", "c", {})).toThrow(/^(?!.*secret)/);
  });

  test.each([
    "http: {host: '::1', hostNames: [collector.example, 192.168.1.10, 'fe80::1', mall_1.lan]}",
    "http: {port: 0}\nmqtt: {port: 0}",
    "http: {host: 127.0.0.1, port: 8443}\nmqtt: {host: 127.0.0.2, port: 8443}",
    "mqtt: {embedded: false, port: 8080, url: 'mqtts://ana:pw@[2001:db8::1]:8883'}",
    "state: {url: 'postgres://probewarden@/probewarden?host=/run/postgresql'}",
    "series: {url: 'influxs://ana@influx.example:8086/probewarden'}",
  ])("%j is taken", (yaml) => void readConfig(yaml, "collector.yaml", {}));
});
