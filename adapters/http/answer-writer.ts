import type { FastifyReply } from "fastify";
import type { TSchema } from "typebox";
import { nameless } from "./named-schemas.ts";

type Writer = ReturnType<FastifyReply["compileSerializationSchema"]>;

/** Writers made so far, for every server of this process. */
const MADE = new WeakMap<TSchema, Writer>();

/**
 * Writes answers of a schema as JSON: what the schema does not name does not leave the server. A writer is made for the first
 * answer: a server that makes all of them when it starts is a second later at work.
 */
export function writerOf(reply: FastifyReply, schema: TSchema): Writer {
  const known = MADE.get(schema);
  if (known !== undefined) return known;
  const writer = reply.compileSerializationSchema({ ...nameless(schema) });
  MADE.set(schema, writer);
  return writer;
}
