/** `adapters/mail-source`: letters and mailboxes. */
export const mailStatements: readonly string[] = [];
