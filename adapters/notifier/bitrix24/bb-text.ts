/** Characters of a notification; the rest opens behind its link. */
export const NOTIFICATION_CHARACTERS_MAX = 10_000;

/** What stands in a notification. */
export interface BbMessage {
  readonly subject: string | null;
  readonly text: string;
  readonly facts: readonly { readonly title: string; readonly text: string }[];
  /** Opens in a browser; null: nothing does. */
  readonly link: string | null;
  /** Redirected: whom it was meant for. */
  readonly meantFor: string | null;
}

const WORDS = {
  ru: { open: "Открыть", meantFor: "Кому предназначалось" },
  en: { open: "Open", meantFor: "Meant for" },
} as const;

/**
 * Plain text as it can stand among BB codes: what looks like a code (`[URL=…]`, `[/B]`, `[USER=1]`) is shown as it is
 * written, because a zero-width space stands behind its bracket. Who writes to the company must not put links or names
 * into notifications of its people.
 */
export function escapeBb(text: string): string {
  return text.replace(/\[(?=\/?[A-Za-z*])/g, "[\u200B");
}

/** A notification of the portal, with BB codes of ours alone. */
export function bbTextOf(message: BbMessage, locale: "ru" | "en"): string {
  const words = WORDS[locale];
  const { subject, facts, link, meantFor } = message;
  const text = withoutTold(message);
  const head = [
    ...(meantFor === null ? [] : [`[I]${words.meantFor}: ${escapeBb(meantFor)}[/I]`]),
    ...(subject === null ? [] : [`[B]${escapeBb(subject)}[/B]`]),
  ];
  const tail = [
    ...facts.map(({ title, text }) => `[B]${escapeBb(title)}:[/B] ${escapeBb(text)}`),
    ...(link === null || !isLink(link) ? [] : [`[URL=${link}]${words.open}[/URL]`]),
  ];
  return fitted(head, escapeBb(text), tail);
}

/** The same without any codes: what the portal sends by mail to who is not there. */
export function plainTextOf(message: BbMessage, locale: "ru" | "en"): string {
  const words = WORDS[locale];
  const { facts, link, meantFor } = message;
  // Without codes the subject has no line of its own: it stays in the text.
  const text = withoutTold({ ...message, subject: null });
  return [
    ...(meantFor === null ? [] : [`${words.meantFor}: ${meantFor}`]),
    ...(text === "" ? [] : [text]),
    ...facts.map((fact) => `${fact.title}: ${fact.text}`),
    ...(link === null ? [] : [link]),
  ].join("\n");
}

/**
 * The text without the lines that stand around it anyway: the engine writes it for channels that show a text and nothing
 * else, so that its first line is the subject and facts and link are lines of it too.
 */
function withoutTold({ text, subject, facts, link }: BbMessage): string {
  const told = new Set(facts.flatMap((fact) => [`${fact.title}: ${fact.text}`]));
  if (link !== null) told.add(link);
  const lines = text.split("\n");
  const rest = subject !== null && lines[0]?.trim() === subject.trim() ? lines.slice(1) : lines;
  return rest
    .filter((line) => !told.has(line.trim()))
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** Shortens the text between, never a code: half a code would be shown as letters. */
function fitted(head: readonly string[], text: string, tail: readonly string[]): string {
  const around = [...head, ...tail].reduce((sum, line) => sum + line.length + 1, 0);
  const room = NOTIFICATION_CHARACTERS_MAX - around;
  // Facts that fill a notification by themselves are left out, and the text says everything.
  if (room < 0) return fitted(head.slice(0, 1), text, []);
  const shown = text.length <= room ? text : `${[...text].slice(0, Math.max(0, room - 2)).join("")}…`;
  return [...head, ...(shown === "" ? [] : [shown]), ...tail].join("\n");
}

/** Only what a browser opens over HTTP, and nothing that ends the code it stands in. */
function isLink(link: string): boolean {
  return /^https?:\/\/[^\s[\]"<>]+$/i.test(link);
}
