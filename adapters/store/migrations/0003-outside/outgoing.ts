/** `adapters/notifier`: messages on their way. */
export const outgoingStatements: readonly string[] = [];
