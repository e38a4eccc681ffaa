import { expect, test } from "vitest";
import { lazySerializers } from "./lazy-serializers.ts";

const route = { method: "GET", url: "/api/thing", httpStatus: "200" };

test("an answer is written by its schema, named schemas with it, and says nothing that the schema does not name", () => {
  const thing = { $id: "Thing", type: "object", properties: { name: { type: "string" } } };
  const schema = { type: "object", properties: { items: { type: "array", items: { $ref: "Thing#" } } } };
  const write = lazySerializers({ Thing: thing })({ ...route, schema });
  for (let time = 0; time < 2; time++)
    expect(write({ items: [{ name: "a", address: "02:00:00:00:00:01" }], more: 1 })).toBe('{"items":[{"name":"a"}]}');
});

test("no serialiser is made before its answer is given: at the start there would be hundreds at once", () => {
  const broken = { $ref: "nobody has this name#" };
  const write = lazySerializers({})({ ...route, schema: broken });
  expect(() => write({})).toThrow();
});
