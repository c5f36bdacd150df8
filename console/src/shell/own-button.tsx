import { Avatar, UnstyledButton, type UnstyledButtonProps, VisuallyHidden } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import { useOwnSession } from "../api/use-session.ts";
import { useWords } from "../words/use-words.ts";

const WORDS = { menu: { ru: "Моё меню", en: "My menu" } };

/** The button of one's own menu: initials. */
export function OwnButton(of: UnstyledButtonProps & ComponentPropsWithRef<"button">) {
  const words = useWords(WORDS);
  const { name } = useOwnSession();
  return (
    <UnstyledButton aria-haspopup="menu" {...of}>
      <VisuallyHidden>{`${words.menu}: ${name}`}</VisuallyHidden>
      <Avatar name={name} color="initials" radius="xl" size={34} aria-hidden />
    </UnstyledButton>
  );
}
