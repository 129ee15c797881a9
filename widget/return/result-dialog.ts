import { languageAround } from '../core/language-around.ts';

/** Marks the dialog, for style sheets and for us. */
const MARK = 'data-helloasso-result';

/** The dialog that this page has opened, or the element in its place. */
let opened: Element | undefined;

/** Whether an element stands in our dialog. */
export function isInResultDialog(element: Element): boolean {
  return element.closest(`dialog[${MARK}]`) !== null;
}

/** Whether an element stands in our dialog, which the payer has closed. */
export function isInClosedDialog(element: Element): boolean {
  return element.closest(`dialog[${MARK}]:not([open])`) !== null;
}

/**
 * Turbo and htmx keep copies of a page's content, an open dialog included: its copy has no outcome, and its button does nothing.
 * Removes such a copy around an element, and returns whether there was one.
 */
export function removeCopiedDialog(element: Element): boolean {
  const dialog = element.closest(`[${MARK}]`);
  if (!dialog || dialog === opened) return false;
  dialog.remove();
  return true;
}

/** Names our dialog around an element, for screen readers. */
export function nameResultDialog(element: Element, name: string): void {
  element.closest(`dialog[${MARK}]`)?.setAttribute('aria-label', name);
}

/** Closes our dialog around an element. */
export function closeResultDialog(element: Element): void {
  element.closest<HTMLDialogElement>(`dialog[${MARK}]`)?.close();
}

/**
 * Opens a dialog with a `<helloasso-result>` of its own, in the language of an element that is not visible. Where the dialog gets
 * no box, because the page hides dialogs, that element stands at the start of the page. Does nothing while the dialog is open.
 */
export function openResultDialog(hidden: HTMLElement, proxy: string, onClose: () => void): void {
  if (opened?.isConnected) return;
  const result = document.createElement('helloasso-result');
  result.setAttribute('proxy', proxy);
  result.setAttribute('lang', hidden.lang || languageAround(hidden));
  for (const name of ['messages', 'debug', 'theme']) {
    const value = hidden.getAttribute(name);
    if (value !== null) result.setAttribute(name, value);
  }
  const dialog = document.createElement('dialog');
  dialog.setAttribute(MARK, '');
  dialog.style.cssText = 'inline-size: min(544px, 100vi - 2rem); padding: 0; border: 0; background: none';
  dialog.append(result);
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  opened = dialog;
  document.body.append(dialog);
  dialog.showModal();
  if (dialog.getClientRects().length > 0) return;
  opened = result;
  result.setAttribute(MARK, '');
  document.body.prepend(result);
  dialog.remove();
}
