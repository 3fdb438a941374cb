/**
 * Goes to the first field of the open panel that says what is wrong with it, also where only the field itself knows (a day that nobody
 * can read is no empty day). Answers whether there was one.
 */
export function goToFault(): boolean {
  const fault = document.querySelector('.panel .err');
  const field = fault?.closest('.field') ?? fault?.parentElement;
  field?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  return fault !== null;
}
