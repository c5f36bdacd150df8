import { Card, Stack, Text, Title } from "@mantine/core";
import { useOwnSession } from "../../api/use-session.ts";
import { Page } from "../../parts/page.tsx";
import { LanguageSwitch } from "../../shell/language-switch.tsx";
import { useWords } from "../../words/use-words.ts";
import { OwnSessions } from "./own-sessions.tsx";
import { OwnTokens } from "./own-tokens.tsx";
import { PasswordForm } from "./password-form.tsx";

const WORDS = {
  title: { ru: "Мой профиль", en: "My profile" },
  login: { ru: "Логин", en: "Login" },
  language: { ru: "Язык консоли", en: "Language of the console" },
};

/** My account: password, where I am signed in, tokens of my programs, language. */
export default function Me() {
  const words = useWords(WORDS);
  const { name, position, login } = useOwnSession();
  return (
    <Page title={words.title} about={position === null ? name : `${name} · ${position}`} width={760}>
      <Stack gap="lg">
        <Card withBorder>
          <Text size="sm" mb="sm">
            {words.login}: <b>{login}</b>
          </Text>
          <Title order={2} mb="xs">
            {words.language}
          </Title>
          <LanguageSwitch />
        </Card>
        <PasswordForm />
        <OwnSessions />
        <OwnTokens />
      </Stack>
    </Page>
  );
}
