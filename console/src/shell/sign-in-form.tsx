import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type ApiProblem, problemOf } from "../api/problem.ts";
import { useSigning } from "../api/use-session.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { useWords } from "../words/use-words.ts";

const WORDS = {
  login: { ru: "Логин или почта", en: "Login or e-mail" },
  password: { ru: "Пароль", en: "Password" },
  signIn: { ru: "Войти", en: "Sign in" },
  needed: { ru: "Нужно заполнить.", en: "This is needed." },
};

/** @param login of who was signed in: he has only to type his password again */
export function SignInForm({ login: known = "", onDone }: { readonly login?: string; readonly onDone?: () => void }) {
  const words = useWords(WORDS);
  const { signIn } = useSigning();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (login.trim() === "" || password === "") return;
    setBusy(true);
    setProblem(null);
    try {
      await signIn(login.trim(), password);
      onDone?.();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  }

  const needs = (text: string): string | null => (isTried && text.trim() === "" ? words.needed : null);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {problem !== null && <ProblemNote problem={problem} />}
        <TextInput
          label={words.login}
          name="login"
          autoComplete="username"
          value={login}
          error={needs(login)}
          onChange={({ currentTarget }) => setLogin(currentTarget.value)}
          data-autofocus={known === "" || undefined}
        />
        <PasswordInput
          label={words.password}
          name="password"
          autoComplete="current-password"
          value={password}
          error={needs(password)}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          data-autofocus={known !== "" || undefined}
        />
        <Button type="submit" loading={isBusy} fullWidth>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  );
}
