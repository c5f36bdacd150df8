/** The forms of a Russian noun after a number: 1 час, 2 часа, 5 часов, 1,5 часа. */
export interface RussianForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
  /** After a fraction. @default `few` */
  readonly fraction?: string;
}

/** The Russian form after this number: `pluralRu(21, …)` is `one`, `pluralRu(12, …)` is `many`. */
export function pluralRu(count: number, forms: RussianForms): string {
  if (!Number.isInteger(count)) return forms.fraction ?? forms.few;
  const ones = Math.abs(count) % 10;
  const tens = Math.abs(count) % 100;
  if (ones === 1 && tens !== 11) return forms.one;
  if (ones >= 2 && ones <= 4 && (tens < 12 || tens > 14)) return forms.few;
  return forms.many;
}

/** The English form after this number: `pluralEn(1, "day", "days")` is `day`. */
export function pluralEn(count: number, one: string, other: string): string {
  return Math.abs(count) === 1 ? one : other;
}
