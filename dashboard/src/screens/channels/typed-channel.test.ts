import { CHANNEL_SETTINGS, ChannelRequest, type ChannelKind } from "@probewarden/contract";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { FIELDS, newChannel, requestOf, typedOf } from "./typed-channel.ts";

const KINDS = Object.keys(FIELDS) as ChannelKind[];

test.each(KINDS)("%s: the form has every setting of the contract, and asks for those that are needed", (kind) => {
  const { properties, required } = CHANNEL_SETTINGS[kind];
  expect(FIELDS[kind].map(({ name }) => name).toSorted()).toEqual(
    Object.keys(properties)
      .filter((name) => name !== "kind")
      .toSorted(),
  );
  const asked = FIELDS[kind].filter(({ needed }) => needed).map(({ name }) => name);
  for (const name of required.filter((one) => one !== "kind")) expect(asked).toContain(name);
});

test("what is typed is what the collector takes: lists at commas of either kind, and nothing that is empty", () => {
  const typed = { ...newChannel("email", "zh"), name: " 值班邮箱 " };
  const request = requestOf({
    ...typed,
    settings: {
      ...typed.settings,
      host: "smtp.example.com ",
      user: "",
      from: "a@b.example",
      to: "c@d.example，e@f.example",
    },
  });
  expect(Value.Check(ChannelRequest, request)).toBe(true);
  expect(request).toMatchObject({
    name: "值班邮箱",
    settings: {
      kind: "email",
      host: "smtp.example.com",
      port: 465,
      security: "tls",
      to: ["c@d.example", "e@f.example"],
    },
  });
  expect(request.settings).not.toHaveProperty("user");
});

test("a kept channel comes back as it was, and its secrets stay where they are", () => {
  const settings = { kind: "dingtalk", mobiles: ["13800000000", "13900000000"] } as const;
  const rules = newChannel("dingtalk", "both").rules;
  const typed = typedOf({
    channelId: "c",
    name: "n",
    enabled: false,
    settings: { ...settings, mobiles: [...settings.mobiles] },
    secrets: ["address"],
    to: "",
    rules,
    waiting: 0,
    held: 0,
    changedAt: "2026-11-24T08:00:00.000Z",
    changedBy: "x",
  });
  expect(typed.settings).toEqual({ mobiles: "13800000000, 13900000000" });
  expect(requestOf(typed)).toEqual({ name: "n", enabled: false, settings, rules });
});
