import { accountsStatements } from "./0004-service/accounts.ts";
import { alertsStatements } from "./0004-service/alerts.ts";
import { draftsStatements } from "./0004-service/drafts.ts";
import { erasureStatements } from "./0004-service/erasure.ts";
import { liveStatements } from "./0004-service/live.ts";
import { peopleStatements } from "./0004-service/people.ts";
import { requestKeysStatements } from "./0004-service/request-keys.ts";
import { searchStatements } from "./0004-service/search.ts";
import { viewsStatements } from "./0004-service/views.ts";
import type { Migration } from "./migration.ts";
import { inWordsOf } from "./statement-words.ts";

/** The service and the console. What the columns mean stands with the code that uses them. */
export const service: Migration = {
  number: 4,
  name: "service",
  statements: (kind) =>
    [
      ...accountsStatements,
      ...alertsStatements,
      ...draftsStatements,
      ...erasureStatements,
      ...liveStatements,
      ...peopleStatements,
      ...requestKeysStatements,
      ...searchStatements,
      ...viewsStatements,
    ].map((statement) => inWordsOf(kind, statement)),
};
