import { Button, Card, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { sessionBegan } from "../../api/session-state.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { tell } from "../../parts/tell.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Пароль", en: "Password" },
  about: {
    ru: "После смены остальные ваши сеансы закончатся.",
    en: "After the change all your other sessions end.",
  },
  current: { ru: "Нынешний пароль", en: "Present password" },
  password: { ru: "Новый пароль", en: "New password" },
  change: { ru: "Сменить пароль", en: "Change the password" },
  changed: { ru: "Пароль изменён.", en: "The password is changed." },
};

/** A new password in place of the present one. */
export function PasswordForm() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => answered(api.PUT("/api/me/password", { body: { current, password } })),
    async onSuccess({ csrf }) {
      sessionBegan(csrf);
      setCurrent("");
      setPassword("");
      tell({ message: words.changed });
      await queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const problem = change.isError ? problemOf(change.error) : null;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!change.isPending && current !== "" && password !== "") change.mutate();
  }

  return (
    <Card withBorder>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          <div>
            <Title order={2}>{words.title}</Title>
            <Text size="sm" c="dimmed">
              {words.about}
            </Text>
          </div>
          <PasswordInput
            label={words.current}
            autoComplete="current-password"
            value={current}
            onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            error={problem?.fields["current"]}
          />
          <PasswordInput
            label={words.password}
            autoComplete="new-password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            error={problem?.fields["password"]}
          />
          {problem !== null && <ProblemNote problem={problem} />}
          <Button type="submit" w="fit-content" loading={change.isPending} disabled={current === "" || password === ""}>
            {words.change}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
