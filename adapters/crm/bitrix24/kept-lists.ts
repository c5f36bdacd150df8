import type { Value, ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import { type Portal, PortalFailure, type PortalParams } from "../../bitrix24/portal.ts";
import type { Ways } from "./entity-store.ts";
import { listFields, listRow, rowsOfList } from "./list-fields.ts";
import type { ListMapping } from "./mapping.ts";
import type { ScanMarks } from "./scan-marks.ts";

/** How long rows are believed. 5 minutes in milliseconds. */
const BELIEVED_MS = 5 * 60_000;

type Rows = Readonly<Record<string, readonly ValueMap[]>>;

/** What the lists are kept with. */
export interface KeptListParts {
  readonly portal: Portal;
  readonly lists: Readonly<Record<string, ListMapping>>;
  readonly catalog: Catalog | null;
  readonly marks: ScanMarks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Reference lists that universal lists of the portal keep. What was read last stands in the database: a start without
 * the portal has it. Where nothing was ever read, the vocabulary's own rows stand.
 */
export class KeptLists {
  readonly #parts: KeptListParts;
  #known: { readonly rows: Rows; readonly at: number } | null = null;
  #reading: Promise<Rows> | null = null;

  constructor(parts: KeptListParts) {
    this.#parts = parts;
  }

  /** Cheap: asks the portal once in five minutes, and never makes anybody wait for it but the first time. */
  async rows(): Promise<Rows> {
    if (Object.keys(this.#parts.lists).length === 0) return {};
    const known = this.#known;
    if (known !== null && this.#parts.clock.now() - known.at < BELIEVED_MS) return known.rows;
    this.#reading ??= this.#refreshed().finally(() => {
      this.#reading = null;
    });
    if (known === null) return this.#reading;
    // Nobody waits: what fails here is tried again by the next who asks.
    this.#reading.catch(() => this.#parts.logger.warn("bitrix24 lists not refreshed"));
    return known.rows;
  }

  async #refreshed(): Promise<Rows> {
    const { clock, logger, lists } = this.#parts;
    const rows: Record<string, readonly ValueMap[]> = {};
    for (const [name, mapping] of Object.entries(lists)) {
      const read = await this.#read(name, mapping).catch((error: unknown) => {
        if (!(error instanceof PortalFailure)) throw error;
        logger.warn("bitrix24 list not read", { list: name });
        return null;
      });
      const kept = read ?? (await this.#kept(name));
      if (kept !== null) rows[name] = kept;
    }
    this.#known = { rows, at: clock.now() };
    return rows;
  }

  async #read(name: string, { iblock, columns }: ListMapping): Promise<readonly ValueMap[]> {
    const { portal, marks, catalog } = this.#parts;
    const fields = await listFields(portal, iblock, WAYS);
    const params: PortalParams = { IBLOCK_TYPE_ID: "lists", IBLOCK_ID: iblock };
    const rows: ValueMap[] = [];
    for await (const page of rowsOfList(portal, params, WAYS))
      for (const element of page) {
        const row = listRow(element, fields);
        const cells = Object.entries(columns).map(([column, field]) => {
          const isNumber = catalog?.lists[name]?.columns[column]?.type === "number";
          return [column, cellOf(row[field], isNumber)] as const;
        });
        rows.push(Object.fromEntries(cells));
      }
    await marks.putText(`list ${name}`, JSON.stringify(rows));
    return rows;
  }

  async #kept(name: string): Promise<readonly ValueMap[] | null> {
    const text = await this.#parts.marks.text(`list ${name}`);
    return text === null ? null : (JSON.parse(text) as readonly ValueMap[]);
  }
}

const WAYS: Ways = { urgency: "person", signal: new AbortController().signal };

function cellOf(value: unknown, isNumber: boolean): Value {
  const one = Array.isArray(value) ? value[0] : value;
  if (one === null || one === undefined || one === "") return null;
  const text = String(one);
  if (!isNumber) return text;
  return Number.isFinite(Number(text)) ? Number(text) : null;
}
