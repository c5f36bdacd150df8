import { type Fields, isFields, listOf, numberOf, textOf } from "./fake-answer.ts";

/** A list appends (that is how records are created); a map adds (`n0`), changes (`"15"`) and, with `""`, deletes. */
export function multiFields(before: readonly unknown[], sent: unknown, newId: () => number): readonly Fields[] {
  const rows = before.filter(isFields).map((row) => ({ ...row }));
  const added = (row: Fields): Fields => ({
    ...{
      id: row.id === undefined ? newId() : numberOf(row.id),
      valueType: textOf(row.valueType) || "WORK",
    },
    ...{ value: textOf(row.value), typeId: textOf(row.typeId) },
  });
  if (Array.isArray(sent))
    return [
      ...rows,
      ...sent.filter(isFields).map((row) => added({ ...row, id: rows.length === 0 ? row.id : undefined })),
    ];
  if (!isFields(sent)) return rows;
  let kept = rows;
  for (const [key, row] of Object.entries(sent)) {
    if (!isFields(row)) continue;
    if (!/^\d+$/.test(key)) kept = textOf(row.value) === "" ? kept : [...kept, added({ ...row, id: undefined })];
    else if (textOf(row.value) === "") kept = kept.filter(({ id }) => id !== Number(key));
    else kept = kept.map((old) => (old.id === Number(key) ? { ...old, ...pick(row, ["valueType", "value"]) } : old));
  }
  return kept;
}

/** What follows from multi-fields: the first of each kind, and whether there is any. */
export function aliasesOf(fm: unknown): Fields {
  const item: Fields = {};
  const rows = listOf(fm).filter(isFields);
  const first = (typeId: string, kind?: string): string =>
    textOf(rows.find((row) => row.typeId === typeId && (kind === undefined || row.valueType === kind))?.value);
  Object.assign(item, {
    ...{ phone: first("PHONE"), email: first("EMAIL"), imol: first("IM", "OPENLINE") },
    ...{
      phoneWork: first("PHONE", "WORK"),
      phoneMobile: first("PHONE", "MOBILE"),
      phoneMailing: first("PHONE", "MAILING"),
    },
    ...{
      emailWork: first("EMAIL", "WORK"),
      emailHome: first("EMAIL", "HOME"),
      emailMailing: first("EMAIL", "MAILING"),
    },
  });
  Object.assign(item, {
    hasPhone: item.phone === "" ? "N" : "Y",
    hasEmail: item.email === "" ? "N" : "Y",
    hasImol: item.imol === "" ? "N" : "Y",
  });
  return item;
}

function pick(row: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, textOf(row[name])]));
}
