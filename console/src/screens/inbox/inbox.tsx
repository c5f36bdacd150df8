import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { title: { ru: "Задания", en: "Inbox" } };

/** What waits for me. */
export default function Inbox() {
  const words = useWords(WORDS);
  return <Page title={words.title}>{null}</Page>;
}
