import { Text, Title } from "@mantine/core";
import { type RefObject, useEffect, useId, useRef } from "react";
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

/**
 * Over the page, when its session has ended: nothing of the page is lost. The browser's own dialog: a window of the library
 * would come with the first view, and one that is loaded when it is needed may not come at all.
 */
export function ExpiredSession() {
  const isEnded = useSessionEnded();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isEnded) return;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [isEnded]);
  return isEnded ? <Door dialog={dialog} /> : null;
}

function Door({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const words = useWords(WORDS);
  const { login } = useOwnSession();
  const title = useId();
  return (
    <dialog
      ref={dialog}
      className="over-page"
      aria-labelledby={title}
      onCancel={(event) => event.preventDefault()}
      // A second Escape closes it whatever its page says.
      onClose={() => dialog.current?.showModal()}
    >
      <Title order={2} id={title} mb="xs">
        {words.title}
      </Title>
      <Text size="sm" mb="md">
        {words.text}
      </Text>
      <SignInForm login={login} />
    </dialog>
  );
}
