/** What a letter shows. Everything is plain text; nothing in it is trusted. */
export interface MailContent {
  readonly locale: "ru" | "en";
  /** Who writes: stands above the letter. */
  readonly sender: string;
  /** The letter's subject as its heading; null: none. */
  readonly heading: string | null;
  /** Paragraphs, parted by empty lines. */
  readonly text: string;
  readonly facts: readonly { readonly title: string; readonly text: string }[];
  readonly link: string | null;
  /** Whom it was meant for, where it was redirected. */
  readonly meantFor: string | null;
  /** Is it about a task? So its button says. */
  readonly isTask: boolean;
  /** A letter of a process to people of ours says where it comes from. */
  readonly isInternal: boolean;
}

const WORDS = {
  open: { ru: "Открыть задание", en: "Open the task" },
  go: { ru: "Открыть", en: "Open" },
  copy: { ru: "Если кнопка не работает, откройте адрес:", en: "If the button does not work, open this address:" },
  automatic: {
    ru: "Письмо отправлено автоматически: его прислал процесс, в котором вы участвуете.",
    en: "This letter was sent automatically by a process that you take part in.",
  },
} as const;

/** What a redirected letter says first. */
export function redirectedText(meantFor: string, locale: "ru" | "en"): string {
  return locale === "ru"
    ? `Проверка: письмо предназначалось ${meantFor}`
    : `Trial: this letter was meant for ${meantFor}`;
}

/**
 * The letter as HTML that mail programs understand: tables for layout, styles on the elements, no pictures, nothing
 * loaded from anywhere. One column that fits a telephone; dark programs invert it themselves.
 */
export function mailHtml(content: MailContent): string {
  const { locale, sender, heading, text, facts, link, meantFor, isInternal } = content;
  const parts = [
    heading === null ? "" : `<h1 style="${HEADING}">${escaped(heading)}</h1>`,
    paragraphs(text),
    facts.length === 0 ? "" : factsTable(facts),
    link === null ? "" : linkButton(link, WORDS[content.isTask ? "open" : "go"][locale], locale),
  ];
  const notice =
    meantFor === null
      ? ""
      : row(`<div style="${NOTICE}">${escaped(redirectedText(meantFor, locale))}</div>`, "0 0 12px");
  const footer = isInternal ? row(`<p style="${FOOTER}">${WORDS.automatic[locale]}</p>`, "18px 28px 0") : "";
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escaped(heading ?? sender)}</title></head>
<body style="margin:0;padding:0;background:#eef1f4;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef1f4;"><tr><td align="center" style="padding:28px 12px 36px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;text-align:left;">
${notice}${row(`<p style="${SENDER}">${escaped(sender)}</p>`, "0 28px 12px")}
<tr><td style="background:#ffffff;border:1px solid #dde3e9;border-top:4px solid #1f6f5c;border-radius:10px;padding:28px 28px 18px;">
${parts.filter((part) => part !== "").join("\n")}
</td></tr>
${footer}</table>
</td></tr></table>
</body></html>
`;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
const HEADING = `margin:0 0 14px;font-size:21px;line-height:1.3;font-weight:650;color:#17212b;${FONT}`;
const PARAGRAPH = `margin:0 0 12px;font-size:16px;line-height:1.55;color:#2b3845;${FONT}`;
const SENDER = `margin:0;font-size:13px;line-height:1.4;font-weight:600;letter-spacing:.02em;color:#5b6b7a;${FONT}`;
const FOOTER = `margin:0;font-size:12px;line-height:1.5;color:#7a8794;${FONT}`;
const NOTICE = `background:#fff4d6;border:1px solid #eed28a;border-radius:8px;padding:10px 16px;font-size:14px;line-height:1.45;color:#5e4700;${FONT}`;

function row(html: string, padding: string): string {
  return `<tr><td style="padding:${padding};">${html}</td></tr>\n`;
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/u)
    .filter((part) => part.trim() !== "")
    .map((part) => `<p style="${PARAGRAPH}">${escaped(part.trim()).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

function factsTable(facts: MailContent["facts"]): string {
  const rows = facts.map(({ title, text }, at) => {
    const line = at === 0 ? "" : "border-top:1px solid #e6ebf0;";
    const name = `padding:9px 16px 9px 14px;${line}font-size:14px;line-height:1.45;color:#6a7885;vertical-align:top;width:38%;${FONT}`;
    const value = `padding:9px 14px 9px 0;${line}font-size:15px;line-height:1.45;color:#17212b;vertical-align:top;word-break:break-word;${FONT}`;
    return `<tr><td style="${name}">${escaped(title)}</td><td style="${value}">${escaped(text).replaceAll("\n", "<br>")}</td></tr>`;
  });
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 14px;background:#f6f8fa;border:1px solid #e6ebf0;border-radius:8px;">${rows.join("")}</table>`;
}

function linkButton(link: string, open: string, locale: "ru" | "en"): string {
  const address = escaped(link);
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:18px 0 14px;"><tr><td style="background:#1f6f5c;border-radius:8px;"><a href="${address}" style="display:inline-block;padding:12px 24px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none;${FONT}">${open}</a></td></tr></table>
<p style="${FOOTER}">${WORDS.copy[locale]}<br><a href="${address}" style="color:#1f6f5c;word-break:break-all;">${address}</a></p>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
