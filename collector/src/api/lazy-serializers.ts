import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";

type Factory = ReturnType<typeof SerializerSelector>;

/**
 * Fastify's own serialisers, each made when its answer is first given. There are some hundreds, one for each route and status, most of them for
 * problems that nobody ever sees: made all at once they are seconds of a small machine's processor in one piece, at the very moment at which a
 * hall of sensors comes back after a restart.
 */
export const lazySerializers: Factory = (externalSchemas, options) => {
  const make = SerializerSelector()(externalSchemas, options);
  return (route) => {
    let serializer: ReturnType<typeof make> | undefined;
    return (answer: unknown) => (serializer ??= make(route))(answer);
  };
};
