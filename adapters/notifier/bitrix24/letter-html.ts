/** What stands in a letter through the CRM. */
export interface CrmLetter {
  readonly text: string;
  readonly facts: readonly { readonly title: string; readonly text: string }[];
  readonly link: string | null;
  readonly meantFor: string | null;
}

const MEANT_FOR = { ru: "Кому предназначалось", en: "Meant for" } as const;

/** The letter as HTML: the portal sends no other. Texts of people are escaped, lines stay lines. */
export function letterHtml({ text, facts, link, meantFor }: CrmLetter, locale: "ru" | "en"): string {
  const paragraphs = [
    ...(meantFor === null ? [] : [`<i>${escapeHtml(`${MEANT_FOR[locale]}: ${meantFor}`)}</i>`]),
    ...text.split(/\n{2,}/).map(linesOf),
    ...(facts.length === 0
      ? []
      : [facts.map((fact) => `<b>${escapeHtml(fact.title)}:</b> ${linesOf(fact.text)}`).join("<br>\n")]),
    ...(link === null ? [] : [`<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`]),
  ];
  return paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n");
}

function linesOf(text: string): string {
  return text.split("\n").map(escapeHtml).join("<br>\n");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
