/** A map as JSON and forms carry it. */
export type Fields = Record<string, unknown>;

/** A method's answer before the envelope is put around it. */
export interface Reply {
  readonly result: unknown;
  readonly total?: number;
  readonly next?: number;
}

/** The portal says no. `code` as it stands in the answer: a word, a sentence, `""`, `"0"` or the number 0. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: string | number;
  readonly says: string;
  readonly status: number;
  /** Which parameter is wrong: REST 3.0 says so. */
  readonly validation: readonly { readonly message: string; readonly field: string }[];
  constructor(code: string | number, says: string, status = 400, validation: Refusal["validation"] = []) {
    super(`${code} ${says}`);
    this.code = code;
    this.says = says;
    this.status = status;
    this.validation = validation;
  }
}

/** `access denied` of methods that need an app, when a webhook calls them. */
export function contextRequired(): Refusal {
  return new Refusal("ACCESS_DENIED", "Access denied! Application context required");
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list as JSON gives it, or as a form gives it: `{"0": …, "1": …}`. Anything else is a list of itself; nothing is none. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null || value === "") return [];
  if (isFields(value)) return Object.values(value);
  return [value];
}

export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined || typeof value === "object" ? "" : String(value);
}

/** A number however it was sent; 0 for what is none. */
export function numberOf(value: unknown): number {
  const number = typeof value === "number" ? value : Number(textOf(value).trim());
  return Number.isFinite(number) ? number : 0;
}

/** PHP knows no empty map: it becomes a list. */
export function mapOrList(map: Fields): Fields | readonly unknown[] {
  return Object.keys(map).length === 0 ? [] : map;
}

/** As people's portals speak: descriptions are in the language of the portal, codes are not. */
const RUSSIAN: Readonly<Record<string, string>> = {
  "Item not found": "Элемент не найден",
  "Smart process not found": "Смарт-процесс не найден",
  "Not found": "Не найдено",
  "Company is not found": "Компания не найдена",
  "Access denied.": "Доступ запрещен.",
  "Access denied!": "Доступ запрещен!",
  "Access denied! Application context required": "Доступ запрещен! Требуется контекст приложения",
  "Too many requests": "Слишком много запросов",
  "Wrong authorization data": "Неверные данные авторизации",
  "Task title is not specified<br>": "Не указано название задачи<br>",
  "Action on the task is not allowed": "Действие над задачей не разрешено",
};

export function localized(says: string, language: "en" | "ru"): string {
  return language === "ru" ? (RUSSIAN[says] ?? says) : says;
}
