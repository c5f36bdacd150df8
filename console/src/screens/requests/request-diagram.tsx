import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSitemap } from "@tabler/icons-react";
import { InstanceDiagram } from "../../parts/instance-diagram.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { open: { ru: "Показать на схеме", en: "Show on the diagram" } };

/** The process as a picture, with where the instance stands. */
export function RequestDiagram({ instance, title }: { readonly instance: string; readonly title: string }) {
  const words = useWords(WORDS);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" w="fit-content" leftSection={<IconSitemap size={18} aria-hidden />} onClick={open}>
        {words.open}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title} size="xl">
        <InstanceDiagram instance={instance} title={title} revision="" />
      </Modal>
    </>
  );
}
