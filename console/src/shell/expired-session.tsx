import { Modal, Text } from "@mantine/core";
import { useSessionEnded } from "../api/session-state.ts";
import { useOwnSession } from "../api/use-session.ts";
import { useWords } from "../words/use-words.ts";
import { SignInForm } from "./sign-in-form.tsx";

const WORDS = {
  title: { ru: "Войдите снова", en: "Sign in again" },
  text: {
    ru: "Сеанс закончился. Страница осталась как была: введённое не пропало.",
    en: "Your session has ended. The page is as it was: what you typed is still there.",
  },
};

/** Over the page, when its session has ended: nothing of the page is lost. */
export function ExpiredSession() {
  const words = useWords(WORDS);
  const { login } = useOwnSession();
  return (
    <Modal
      opened={useSessionEnded()}
      onClose={() => {}}
      title={words.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      centered
    >
      <Text size="sm" mb="md">
        {words.text}
      </Text>
      <SignInForm login={login} />
    </Modal>
  );
}
