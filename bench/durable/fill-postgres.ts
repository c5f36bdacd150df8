import pg from "pg";

/** Rows of one statement. */
const AT_ONCE = 50_000;

/**
 * Copies an instance with all its rows, so many times, under ids and numbers of their own, older than its own: what
 * running it so often would have left, in minutes instead of hours.
 */
export async function fillPostgres(
  url: string,
  { like, count }: { readonly like: string; readonly count: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let made = 0; made < count; made += AT_ONCE)
      for (const copy of COPIES) await client.query(copy, [like, made + 1, Math.min(made + AT_ONCE, count)]);
    // What autovacuum does in the weeks in which such a store fills.
    await client.query("vacuum (analyze) instance, history, timer");
  } finally {
    await client.end();
  }
}

/** The id of a copy: its first characters make it old, its last twelve tell the copies apart. */
const COPY = "('00' || substr($1, 3, 22) || lpad(to_hex(n), 12, '0'))";

const COPIES = [
  `insert into instance (id, process, digest, number, status, subject, folded, requester, key, started_at, ended_at,
      revision, last_at, history_bytes, snapshot)
    select ${COPY}, process, digest, n, status, subject, folded, requester, key, started_at, ended_at,
      revision, last_at, history_bytes, replace(snapshot, $1, ${COPY})
    from instance, generate_series($2::int, $3::int) n where id = $1`,
  `insert into history (instance, first, last, at, command, events)
    select ${COPY}, first, last, at, replace(command, $1, ${COPY}), replace(events, $1, ${COPY})
    from history, generate_series($2::int, $3::int) n where instance = $1 order by 1, 2`,
  `insert into timer (id, instance, due_at, paused, leased_by, leased_until)
    select replace(id, $1, ${COPY}), ${COPY}, due_at, paused, null, 0
    from timer, generate_series($2::int, $3::int) n where instance = $1`,
];
