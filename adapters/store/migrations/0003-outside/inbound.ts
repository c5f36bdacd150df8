/** `adapters/inbound`: what came in over HTTP. */
export const inboundStatements: readonly string[] = [];
