import { Button, Modal, ScrollArea, useComputedColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSitemap } from "@tabler/icons-react";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = { open: { ru: "Показать на схеме", en: "Show on the diagram" } };

/** The process as a picture, with where the instance stands. */
export function RequestDiagram({ instance, title }: { readonly instance: string; readonly title: string }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const scheme = useComputedColorScheme("light");
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" w="fit-content" leftSection={<IconSitemap size={18} aria-hidden />} onClick={open}>
        {words.open}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title} size="xl" scrollAreaComponent={ScrollArea.Autosize}>
        <img
          src={`/api/instances/${encodeURIComponent(instance)}/diagram.svg?scheme=${scheme}&language=${locale}`}
          alt={title}
          style={{ maxWidth: "100%", height: "auto", display: "block", margin: "0 auto" }}
        />
      </Modal>
    </>
  );
}
