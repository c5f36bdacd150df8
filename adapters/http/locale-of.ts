/** Language of an answer, of what the caller would like: the first of ours in his list. */
export function localeOf(header: string | undefined, fallback: "ru" | "en"): "ru" | "en" {
  for (const part of (header ?? "").split(",")) {
    const language = part.trim().slice(0, 2).toLowerCase();
    if (language === "ru" || language === "en") return language;
  }
  return fallback;
}
