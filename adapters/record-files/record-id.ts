import type { Text } from "../../engine/definition/problem.ts";

/**
 * What is wrong with the number or code of a record as a file has it; null: nothing. Excel turns long numbers into
 * `1,00E+05` and puts separators into others, and `007` would be another record than `7`.
 *
 * @param id what follows the slash in `lead/101`
 */
export function wrongId(id: string): Text | null {
  if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(id)) return damaged(id);
  if (/^\d+[.,]\d+$/.test(id) || /^\d[\d\s\u00a0\u202f]*\s[\d\s\u00a0\u202f]*\d$/.test(id)) return damaged(id);
  if (/^[+\-−]\d+$/.test(id) || /^0+$/.test(id))
    return {
      ru: `«${id}» — не номер записи: номера начинаются с 1`,
      en: `"${id}" is no number of a record: they begin with 1`,
    };
  if (/^0\d+$/.test(id)) {
    const bare = id.replace(/^0+/, "");
    return {
      ru: `«${id}» и «${bare}» были бы разными записями: напишите ${bare}, а если нули что-то значат — с буквой: N-${id}`,
      en: `"${id}" and "${bare}" would be two records: write ${bare}, or with a letter where the zeros mean something: N-${id}`,
    };
  }
  if (id === "" || /[\s/]/.test(id))
    return {
      ru: `«${id}» — не номер записи: в нём не бывает пробелов и «/»`,
      en: `"${id}" is no number of a record: it has no spaces and no "/"`,
    };
  return null;
}

function damaged(id: string): Text {
  return {
    ru: `Excel испортил номер: «${id}». Задайте столбцу формат «Текст», внесите номера заново и сохраните файл снова`,
    en: `Excel has damaged the number: "${id}". Give the column the format "Text", enter the numbers again and save the file again`,
  };
}
