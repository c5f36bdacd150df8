import { Anchor, Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered, api } from "../api/client.ts";
import { problemOf } from "../api/problem.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  administrator: {
    ru: "Забыли пароль или ещё не приглашены? Ссылку для входа пришлёт администратор.",
    en: "Forgot the password, or not invited yet? The administrator sends you a link.",
  },
  forgotten: { ru: "Забыли пароль?", en: "Forgot the password?" },
  title: { ru: "Новый пароль", en: "A new password" },
  about: {
    ru: "Пришлём на вашу рабочую почту ссылку, по которой вы выберете новый пароль.",
    en: "We send a link to your work address, by which you choose a new password.",
  },
  login: { ru: "Логин или почта", en: "Login or e-mail" },
  needed: { ru: "Нужно заполнить.", en: "This is needed." },
  send: { ru: "Прислать ссылку", en: "Send the link" },
  sent: {
    ru: "Если такой логин есть, письмо уже в пути. Ссылка в нём действует час. Не пришло — посмотрите в «Спаме» или обратитесь к администратору.",
    en: "If there is such a login, the letter is on its way. Its link holds for an hour. If it does not arrive, look into spam, or ask the administrator.",
  },
  close: { ru: "Понятно", en: "Close" },
};

/** What somebody can do who does not get in: ask for a letter, where there is mail, else the administrator. */
export function Forgotten() {
  const words = useWords(WORDS);
  const [isOpen, setOpen] = useState(false);
  const ways = useQuery({
    queryKey: ["api", "entry-ways"],
    queryFn: () => answered(api.GET("/api/entry")),
    retry: false,
    refetchInterval: false,
  });
  if (ways.data?.canAskForLetter !== true)
    return (
      <Text size="sm" c="dimmed">
        {words.administrator}
      </Text>
    );
  return (
    <>
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setOpen(true)}>
        {words.forgotten}
      </Anchor>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.title}>
        {isOpen && <AskForLetter close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function AskForLetter({ close }: { readonly close: () => void }) {
  const words = useWords(WORDS);
  const [login, setLogin] = useState("");
  const [isTried, setTried] = useState(false);
  const ask = useMutation({
    mutationFn: async () => {
      await answered(api.POST("/api/entry/letter", { body: { login: login.trim() } }));
      return true;
    },
  });
  if (ask.isSuccess)
    return (
      <Stack>
        <Text size="sm" role="status">
          {words.sent}
        </Text>
        <Button onClick={close}>{words.close}</Button>
      </Stack>
    );
  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (login.trim() !== "") ask.mutate();
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{words.about}</Text>
        {ask.isError && <ProblemNote problem={problemOf(ask.error)} />}
        <TextInput
          label={words.login}
          name="login"
          autoComplete="username"
          value={login}
          error={isTried && login.trim() === "" ? words.needed : null}
          onChange={({ currentTarget }) => setLogin(currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={ask.isPending}>
          {words.send}
        </Button>
      </Stack>
    </form>
  );
}
