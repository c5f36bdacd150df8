import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import type { FormField } from "../../parts/field-input.tsx";
import { PeopleSelect } from "../../parts/people-select.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { newProcessFiles, PROCESS_NAME } from "./new-process.ts";
import { beginCopy } from "./work-copy.ts";

const WORDS = {
  open: { ru: "Новый процесс", en: "New process" },
  name: { ru: "Название", en: "Title" },
  nameHint: { ru: "Как его назовут люди: «Заявка на отпуск».", en: "What people call it: “Leave request”." },
  process: { ru: "Имя", en: "Name" },
  processHint: {
    ru: "Латиницей, как папку: otpusk, leave-request. Потом не меняется.",
    en: "Like a folder: leave-request. It does not change later.",
  },
  processWrong: {
    ru: "Маленькие латинские буквы и цифры, слова через дефис.",
    en: "Small letters and digits, words joined by hyphens.",
  },
  taken: { ru: "Такой процесс уже есть.", en: "There is such a process already." },
  decider: { ru: "Кто решает", en: "Who decides" },
  deciderHint: {
    ru: "В заготовке заявку согласует один человек; правила впишете потом.",
    en: "In the template one person approves; you write the rules later.",
  },
  needed: { ru: "Это поле нужно.", en: "This field is needed." },
  cancel: { ru: "Отменить", en: "Cancel" },
  begin: { ru: "Начать", en: "Begin" },
};

/** Begins a process from a small template: it opens in the editor, and nothing is saved yet. */
export function BeginProcess({ taken }: { readonly taken: readonly string[] }) {
  const words = useWords(WORDS);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {words.open}
      </Button>
      <Modal opened={isOpen} onClose={close} title={words.open}>
        <Asking taken={taken} onClose={close} />
      </Modal>
    </>
  );
}

function Asking({ taken, onClose }: { readonly taken: readonly string[]; readonly onClose: () => void }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState("");
  const [process, setProcess] = useState("");
  const [decider, setDecider] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const wrong = {
    title: title.trim() === "" ? words.needed : null,
    process: PROCESS_NAME.test(process) ? (taken.includes(process) ? words.taken : null) : words.processWrong,
    decider: decider === null ? words.needed : null,
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (decider === null || Object.values(wrong).some((one) => one !== null)) return;
    beginCopy(process, newProcessFiles({ process, title: title.trim(), decider }, locale));
    navigate(`/${process}/editor`);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={words.name}
          description={words.nameHint}
          withAsterisk
          value={title}
          maxLength={200}
          data-autofocus
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          error={isTried ? wrong.title : null}
        />
        <TextInput
          label={words.process}
          description={words.processHint}
          withAsterisk
          value={process}
          maxLength={100}
          onChange={({ currentTarget }) => setProcess(currentTarget.value.trim().toLowerCase())}
          error={isTried ? wrong.process : null}
        />
        <PeopleSelect
          field={deciderField(words.decider, words.deciderHint)}
          value={decider}
          onChange={(user) => setDecider(typeof user === "string" ? user : null)}
          error={(isTried ? wrong.decider : null) ?? undefined}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit">{words.begin}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function deciderField(title: string, help: string): FormField {
  return {
    ...{ name: "decider", title, help, type: "user", required: true, currency: null, min: null, max: null },
    ...{ value: null, choices: null, records: [], element: null, department: null, group: null },
  };
}
