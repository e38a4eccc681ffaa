import { expect, test } from "vitest";
import { Commands } from "./commands.ts";

const at = Date.parse("2026-11-24T10:00:00.000Z");
const command = (commandId: string, name = "send-health", expiresAt = "2026-11-24T10:01:00.000Z") => ({
  v: 1,
  commandId,
  name,
  expiresAt,
});

function make() {
  const obeyed: string[] = [];
  const obey = (name: string) => () => void obeyed.push(name);
  const commands = new Commands(
    {
      "send-health": obey("send-health"),
      "visit-cameras": obey("visit-cameras"),
      "restart-radio": obey("restart-radio"),
    },
    () => at,
  );
  return { commands, obeyed };
}

test("a command that comes twice is obeyed once", () => {
  const { commands, obeyed } = make();
  expect(commands.receive("send-health", command("command-one"))).toBe("obeyed");
  expect(commands.receive("send-health", command("command-one"))).toBe("repeated");
  expect(obeyed).toEqual(["send-health"]);
});

test("only the latest commands are remembered, however many come", () => {
  const { commands, obeyed } = make();
  for (let number = 0; number <= 256; number += 1) commands.receive("send-health", command(`command-${number}`));
  expect(obeyed).toHaveLength(257);
  expect(commands.receive("send-health", command("command-1"))).toBe("repeated");
  // The first is forgotten; its time to live, not this memory, is what ends a command.
  expect(commands.receive("send-health", command("command-0"))).toBe("obeyed");
});

test("a command that came too late is ignored", () => {
  const { commands, obeyed } = make();
  expect(commands.receive("restart-radio", command("command-two", "restart-radio", "2026-11-24T09:59:59.999Z"))).toBe(
    "expired",
  );
  expect(obeyed).toEqual([]);
});

test("a command that its topic does not name, or that nobody knows, is ignored", () => {
  const { commands, obeyed } = make();
  expect(commands.receive("visit-cameras", command("command-three", "restart-radio"))).toBe("unknown");
  expect(commands.receive("reboot", command("command-four", "reboot"))).toBe("unknown");
  expect(obeyed).toEqual([]);
});
