import type { App } from "./app-parts.ts";

export const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"] as const;
export type Method = (typeof METHODS)[number];

interface SchemaNode {
  $ref?: string;
  properties?: Record<string, unknown>;
}
/** What the document says of a route, as far as tests read it. */
export interface Operation {
  operationId: string;
  /** Who may ask it, and how far it reaches (`access.ts`). */
  "x-roles": readonly string[];
  "x-scope": string;
  security?: unknown[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    schema: SchemaNode & { examples?: unknown[] };
    example?: unknown;
  }[];
  requestBody?: { content: Record<string, { schema: SchemaNode; example?: unknown }> };
  responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, { schema?: object; example?: unknown }> }
  >;
}
export interface DescribedRoute {
  method: Method;
  path: string;
  operation: Operation;
  /** Whether the document says that it answers without a session. */
  open: boolean;
}

/** For tests: every route of the API's own description, so that a new route is tested by being there. */
export async function describedRoutes(app: App, cookies: Record<string, string> = {}): Promise<DescribedRoute[]> {
  const document = (await app.inject({ url: "/api/openapi.json", cookies })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method.toLowerCase()];
      return operation === undefined ? [] : [{ method, path, operation, open: operation.security?.length === 0 }];
    }),
  );
}

/** The address of a route with these values, or `box-one`, in its path. */
export const fillPath = (path: string, values: Record<string, string> = {}): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? "box-one"));
