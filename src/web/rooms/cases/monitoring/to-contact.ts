/** The part of Monitoring in which a contact is written; as the fragment of its address. */
export const CONTACT = 'kontakt';

/** Puts the cursor where the contact is described, if that stands on the page. */
export const toContact = () => document.querySelector<HTMLElement>(`#${CONTACT} textarea`)?.focus();
