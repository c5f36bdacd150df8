import { bitrix24Statements } from "./0003-outside/bitrix24.ts";
import { feedStatements } from "./0003-outside/feed.ts";
import { inboundStatements } from "./0003-outside/inbound.ts";
import { mailStatements } from "./0003-outside/mail.ts";
import { outgoingStatements } from "./0003-outside/outgoing.ts";
import { recordStatements } from "./0003-outside/records.ts";
import type { Migration } from "./migration.ts";
import { inWordsOf } from "./statement-words.ts";

/** The world outside: what the adapters keep. What the columns mean stands with the adapters that use them. */
export const outside: Migration = {
  number: 3,
  name: "outside",
  statements: (kind) =>
    [
      ...feedStatements,
      ...recordStatements,
      ...mailStatements,
      ...outgoingStatements,
      ...inboundStatements,
      ...bitrix24Statements,
    ].map((statement) => inWordsOf(kind, statement)),
};
