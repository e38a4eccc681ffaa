/** Packages that stay where npm put them: native code, what looks for its own files, and what is loaded only where it is used. */
export const LEFT_OUTSIDE = ["libsql", "pino", "pg", "influx", "@fastify/static", "@fastify/swagger-ui"];
