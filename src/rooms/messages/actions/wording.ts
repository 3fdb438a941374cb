import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Text, TextChange } from '../contract.ts';
import {
  FORMS,
  type Form,
  isReminder,
  mustBeNeutral,
  placeholdersOf,
  TEMPLATE_NAMES,
  TEXT_LANGUAGES,
  type TemplateName,
  type TextLanguage,
} from '../rules/kinds.ts';
import { checkWording } from '../rules/render.ts';
import { findShipped } from '../rules/shipped.ts';
import { findTemplate, selectTemplates } from '../store.ts';

interface Wording {
  body: string;
  /** Of the network's own wording; null for the shipped one. */
  version: number | null;
  /** In which language it really is: German where this one is not worded. */
  language: TextLanguage;
}

/** The wording that holds now: the network's own, else the shipped one, in this language, else in German. */
export async function wordingOf(call: Call, name: TemplateName, form: Form, language: TextLanguage): Promise<Wording> {
  const own = await findTemplate(call.tx, name, form, language, call.now);
  if (own && own.withdrawn_at === null) return { body: own.body, version: own.template_version, language };
  const shipped = findShipped(name, language, form);
  if (shipped !== undefined) return { body: shipped, version: null, language };
  if (language === 'de') throw new Error(`no German wording of ${name}`);
  return wordingOf(call, name, form, 'de');
}

/** All texts with what holds, for the page that words them. */
export async function listTexts(call: Call, _permit: Permit<'messages.templates'>): Promise<Text[]> {
  const rows = await selectTemplates(call.tx);
  return TEMPLATE_NAMES.flatMap((name) =>
    FORMS.map((form) => ({
      name,
      form,
      placeholders: placeholdersOf(name, form),
      neutral: mustBeNeutral(name, form),
      reminder: isReminder(name),
      wordings: TEXT_LANGUAGES.map((language) => {
        const versions = rows.filter((row) => row.name === name && row.form === form && row.language === language);
        const [newest] = versions;
        const own = newest && newest.withdrawn_at === null ? newest : undefined;
        return {
          language,
          shipped: findShipped(name, language, form) ?? null,
          own: own?.body ?? null,
          version: newest?.template_version ?? 0,
          history: versions.map((row) => ({
            version: row.template_version,
            body: row.body,
            validFrom: row.valid_from.toString(),
            withdrawnAt: row.withdrawn_at?.toString() ?? null,
          })),
        };
      }),
    })),
  );
}

/** Words a text anew; what was sent keeps the words it went with. Every version stays readable. */
export async function changeText(
  call: Call,
  _permit: Permit<'messages.templates'>,
  { name, form, language }: { name: TemplateName; form: Form; language: TextLanguage },
  version: number | undefined,
  { body }: TextChange,
): Promise<{ version: number }> {
  const checked = checkWording(name, form, body);
  // A missing placeholder is ours to name; what was typed is never repeated by the server, the page names it by the same rule.
  if (!checked.ok) {
    const missing = checked.because === 'placeholder-missing' && 'word' in checked ? { limit: checked.word ?? '' } : {};
    throw new Refusal(checked.because, { errors: [{ pointer: '/body', code: checked.because, ...missing }] });
  }
  return append(call, { name, form, language }, version, body, false);
}

/** Back to the shipped wording. */
export async function withdrawText(
  call: Call,
  _permit: Permit<'messages.templates'>,
  { name, form, language }: { name: TemplateName; form: Form; language: TextLanguage },
  version: number | undefined,
): Promise<{ version: number }> {
  const own = await findTemplate(call.tx, name, form, language, call.now);
  if (!own || own.withdrawn_at) throw new Refusal('text-is-shipped');
  return append(call, { name, form, language }, version, own.body, true);
}

async function append(
  call: Call,
  { name, form, language }: { name: TemplateName; form: Form; language: TextLanguage },
  version: number | undefined,
  body: string,
  withdrawn: boolean,
): Promise<{ version: number }> {
  const newest = await findTemplate(call.tx, name, form, language, call.now);
  const current = newest?.template_version ?? 0;
  if (current !== version) throw new Refusal('version-old', { current });
  const { numInsertedOrUpdatedRows } = await call.tx
    .insertInto('messages.template')
    .values({
      name,
      form,
      language,
      template_version: current + 1,
      body: body.trim(),
      valid_from: call.now,
      set_by: accountOf(call).accountId,
      withdrawn_at: withdrawn ? call.now : null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw new Refusal('version-old', { current: current + 1 }); // two at once
  await record(call, {
    action: withdrawn ? 'messages.text.withdrawn' : 'messages.text.worded',
    kind: 'U',
    object: ['text', call.newId()],
    data: { name, form, language, version: current + 1 },
  });
  return { version: current + 1 };
}
