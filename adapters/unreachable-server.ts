import type { Text } from "../engine/definition/problem.ts";
import { Complaint, couldNotRun } from "./complaint.ts";

/**
 * A database that does not answer at the start, said with a remedy. Errors with words of their own (an old version, a
 * schema of another program) keep them. Passwords inside addresses are never shown.
 */
export function unreachableStore(error: unknown, kind: "sqlite" | "postgres"): Complaint {
  const own = wordsOf(error);
  if (own !== null) return own;
  const what = reasonOf(error);
  if (kind === "sqlite")
    return couldNotRun(
      { ru: `База SQLite не открывается: ${what}`, en: `The SQLite database does not open: ${what}` },
      {
        ru: "Проверьте store.file в ordo.yaml, права на файл и папку и место на диске.",
        en: "See store.file in ordo.yaml, the rights to file and folder, and the room on the disk.",
      },
    );
  return couldNotRun(
    { ru: `PostgreSQL не отвечает: ${what}`, en: `PostgreSQL does not answer: ${what}` },
    {
      ru: "Проверьте адрес в store.url (переменная окружения), и что PostgreSQL запущен и пускает отсюда (pg_hba.conf, брандмауэр): pg_isready.",
      en: "See the address of store.url (an environment variable), and that PostgreSQL runs and lets us in (pg_hba.conf, firewall): pg_isready.",
    },
  );
}

/** The same for Redis. */
export function unreachableRedis(error: unknown): Complaint {
  const own = wordsOf(error);
  if (own !== null) return own;
  return couldNotRun(
    { ru: `Redis не отвечает: ${reasonOf(error)}`, en: `Redis does not answer: ${reasonOf(error)}` },
    {
      ru: "Проверьте адрес в scheduler.url (переменная окружения) и что Redis запущен: redis-cli ping. Без него всё доходит, но позже.",
      en: "See the address of scheduler.url (an environment variable) and that Redis runs: redis-cli ping. Without it everything completes, but later.",
    },
  );
}

function wordsOf(error: unknown): Complaint | null {
  if (error instanceof Complaint) return error;
  const { says, remedy } = (error ?? {}) as { readonly says?: Text; readonly remedy?: Text };
  return says === undefined || remedy === undefined ? null : couldNotRun(says, remedy);
}

/** Characters of a driver's own words. */
const REASON_MAX = 200;

/** The innermost reason says most: `ECONNREFUSED 127.0.0.1:5432` rather than "the query failed". */
function reasonOf(error: unknown): string {
  let found: unknown = error;
  for (let depth = 0; depth < CAUSES_MAX; depth++) {
    const inner = found instanceof AggregateError ? found.errors[0] : (found as { cause?: unknown } | null)?.cause;
    if (inner === undefined) break;
    found = inner;
  }
  const text =
    found instanceof Error
      ? found.message || String((found as NodeJS.ErrnoException).code ?? found.name)
      : String(found ?? "?");
  return text.replace(/\/\/[^@\s]*@/g, "//***@").slice(0, REASON_MAX);
}

const CAUSES_MAX = 5;
