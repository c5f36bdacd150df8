import type { CellFault } from "./cell-test.ts";

/** Money from a bare number needs the column's currency. */
export function needsCurrency(text: string): CellFault {
  return {
    code: "table-currency",
    from: 0,
    to: Math.max(1, text.length),
    message: {
      ru: `В какой валюте «${text}»? У столбца нет currency`,
      en: `"${text}" in which currency? The column declares none`,
    },
    remedy: { ru: "Добавьте столбцу currency: RUB", en: "Add `currency: RUB` to the column" },
  };
}
