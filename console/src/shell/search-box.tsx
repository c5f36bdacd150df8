import { Kbd, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  label: { ru: "Найти: номер, телефон, компания, человек", en: "Search: number, phone, company, person" },
};

/** The one box: a number, a telephone, a company or a person. `/` goes there from anywhere. */
export function SearchBox() {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const box = useRef<HTMLInputElement>(null);
  useHotkeys([["/", () => box.current?.focus()]]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== "") navigate(`/search?q=${encodeURIComponent(text.trim())}`);
  }

  return (
    <search className="search-box">
      <form onSubmit={submit}>
        <TextInput
          ref={box}
          size="sm"
          aria-label={words.label}
          placeholder={words.label}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">/</Kbd>}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          visibleFrom="sm"
        />
      </form>
    </search>
  );
}
