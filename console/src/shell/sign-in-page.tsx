import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import mark from "../theme/mark.svg";
import { useWords } from "../words/use-words.ts";
import { Forgotten } from "./forgotten.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { SignInForm } from "./sign-in-form.tsx";

const WORDS = {
  title: { ru: "Вход", en: "Sign in" },
  about: {
    ru: "Задания, согласования и реестры вашей компании.",
    en: "Tasks, approvals and registries of your company.",
  },
};

/** What is shown to whom nobody knows. */
export function SignInPage() {
  const words = useWords(WORDS);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={380} gap="lg">
        <Group gap="sm">
          <img src={mark} alt="" width={40} height={40} />
          <div>
            <Title order={1}>Ordo</Title>
            <Text size="sm" c="dimmed">
              {words.about}
            </Text>
          </div>
        </Group>
        <Paper withBorder p="lg" radius="lg" shadow="sm">
          <Title order={2} mb="md">
            {words.title}
          </Title>
          <SignInForm />
        </Paper>
        <Forgotten />
        <LanguageSwitch />
      </Stack>
    </Center>
  );
}
