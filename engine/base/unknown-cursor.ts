/** What a page was asked to begin behind is no place that an answer of ours named. */
export class UnknownCursor extends Error {
  override readonly name = "UnknownCursor";
  readonly code = "CURSOR_UNKNOWN";
  readonly says = {
    ru: "Такого места в списке нет: продолжать не с чего.",
    en: "There is no such place in the list to go on from.",
  };
  readonly remedy = {
    ru: "Передайте в after значение next прошлой страницы как есть, или начните с первой страницы.",
    en: "Hand over as after what the page before gave as next, unchanged; or begin with the first page.",
  };

  constructor() {
    super("an unknown cursor");
  }
}
