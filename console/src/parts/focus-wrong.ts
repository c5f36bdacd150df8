/** A field that is wrong; files have no input of their own, but a button. */
const WRONG = "[aria-invalid=true]:enabled, [data-wrong]:enabled";
/** What is said of the whole. */
const WHOLE = "[role=alert][tabindex]";

/**
 * After a refused form the focus goes to the first field that is wrong, or to what is said of the whole: whoever works from
 * the keyboard goes on typing there.
 *
 * Fields that were off while the form was sent take the focus once they are drawn again: it is waited for.
 *
 * @param frames how many frames it is waited at most. @default 30: half a second
 */
export function focusWrong(form: HTMLElement | null, frames = 30): void {
  window.requestAnimationFrame(() => {
    const wrong = form?.querySelector<HTMLElement>(WRONG) ?? form?.querySelector<HTMLElement>(WHOLE);
    wrong?.scrollIntoView({ block: "center" });
    wrong?.focus();
    const isThere = wrong !== undefined && wrong !== null && document.activeElement === wrong;
    if (!isThere && frames > 1) focusWrong(form, frames - 1);
  });
}
