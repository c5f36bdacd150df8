/**
 * After a refused form the focus goes to the first field that is wrong, or to what is said of the whole: whoever works from
 * the keyboard goes on typing there.
 */
export function focusWrong(form: HTMLElement | null): void {
  // Fields that were off while the form was sent take the focus once they are drawn again.
  window.requestAnimationFrame(() =>
    window.requestAnimationFrame(() => {
      const wrong =
        form?.querySelector<HTMLElement>("[aria-invalid=true]") ?? form?.querySelector<HTMLElement>("[role=alert]");
      wrong?.scrollIntoView({ block: "center" });
      wrong?.focus();
    }),
  );
}
