import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { currentLocale } from "../words/locale.ts";
import { inLocale } from "../words/use-words.ts";

const WORDS = {
  title: { ru: "Эта страница сломалась — это наша ошибка.", en: "This page broke: it is our mistake." },
  text: {
    ru: "Обновите её. Если не поможет — скажите администратору, что вы делали.",
    en: "Reload it. If that does not help, tell the administrator what you did.",
  },
  reload: { ru: "Обновить", en: "Reload" },
};

/** A screen that fails leaves the rest of the console at work, and says so. */
export class WorkedOn extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    const words = inLocale(WORDS, currentLocale());
    return (
      <Alert color="red" icon={<IconBug size={18} aria-hidden />} title={words.title}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{words.text}</Text>
          <Button variant="default" onClick={() => window.location.reload()}>
            {words.reload}
          </Button>
        </Stack>
      </Alert>
    );
  }
}
