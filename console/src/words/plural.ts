const RULES = { ru: new Intl.PluralRules("ru"), en: new Intl.PluralRules("en") };

/** `1 заявка, 2 заявки, 5 заявок`. @param forms for one, few and many, without the number */
export function pluralRu(count: number, forms: readonly [one: string, few: string, many: string]): string {
  const form = RULES.ru.select(count);
  return `${count} ${form === "one" ? forms[0] : form === "few" ? forms[1] : forms[2]}`;
}

/** `1 request, 2 requests`. */
export function pluralEn(count: number, one: string, many: string): string {
  return `${count} ${RULES.en.select(count) === "one" ? one : many}`;
}
