import { MantineProvider } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useWords } from "../words/use-words.ts";
import { theme, variables } from "./theme.ts";

const WORDS = { close: { ru: "Закрыть окно", en: "Close the window" }, away: { ru: "Убрать", en: "Dismiss" } };

/** The look of everything, and the words of the library's own buttons in the language of the page. */
export function Themed({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const { close, away } = useWords(WORDS);
  const worded = useMemo(
    () => ({
      ...theme,
      components: {
        ...theme.components,
        Notification: { defaultProps: { closeButtonProps: { "aria-label": away } } },
        ModalCloseButton: { defaultProps: { "aria-label": close } },
        // A heading of a window is no banner of the page.
        ModalHeader: { defaultProps: { role: "presentation" } },
        ModalTitle: { defaultProps: { fw: 650, fz: "lg" } },
      },
    }),
    [close, away],
  );
  return (
    <MantineProvider
      theme={worded}
      defaultColorScheme="auto"
      cssVariablesResolver={variables}
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  );
}
