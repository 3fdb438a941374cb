import type { Call } from '#platform/call.ts';
import { type PortalSheet, portalSheet } from '#platform/documents/portal-sheet.ts';
import { plainDayOf, type Shown, whenOf, wordsOf } from '../rules/own-page.ts';
import type { Reader } from '../rules/own-pages/consents.ts';
import { factsOf, lookText, whoText } from '../rules/own-pages/data.ts';
import type { OwnPlan } from '../rules/own-pages/plan.ts';
import { CONSENT_KINDS } from '../rules/own-words.ts';
import { filled } from '../rules/page.ts';
import { FORM_WORDS } from '../rules/words.ts';
import { markRead } from '../store/messages.ts';
import { selectOthers } from '../store/own.ts';
import * as own from './own.ts';

/** Who else sees something of the person here. */
export async function listReaders(call: Call, personId: string): Promise<Reader[]> {
  return (await selectOthers(call.tx, personId)).map((row) => ({
    id: row.relation_id,
    name: row.name,
    relative: row.kind === 'relative',
    classes: row.classes,
    fromAt: row.from_at.toString(),
  }));
}

/** Answers of the helpers count as read when their page was shown. */
export const markAnswersRead = (call: Call, personId: string): Promise<void> => markRead(call.tx, personId, false, call.now);

/** A copy on paper of what concerns her, in her language. */
export const drawMine = {
  async collect(call: Call, relation: own.Relation, shown: Shown): Promise<PortalSheet> {
    const { person_id: personId } = relation;
    const words = wordsOf(shown);
    const { lang, dir } = FORM_WORDS[shown.language];
    const whole = own.isWhole(relation);
    const person = await own.readPerson(call, personId);
    const appointments = await own.readAppointments(call, personId, true);
    const consents = whole ? (await own.readConsents(call, personId)).filter((one) => own.lives(one, call.now)) : [];
    const messages = await own.readMessages(call, personId);
    const looks = whole ? await own.readLooks(call, personId) : [];
    await own.noteLook(call, relation, 'data');
    const { consents: consentWords } = words;
    const classes = (codes: readonly string[]) => codes.map((code) => consentWords.classes[code] ?? code).join(', ');
    return {
      lang,
      dir,
      title: words.pages.data,
      sender: call.network.name,
      writtenAt: call.now,
      parts: [
        { title: words.data.stored, rows: person ? factsOf(shown, person) : [] },
        {
          title: words.pages.home,
          rows: appointments.map((one) => ({
            label: whenOf(shown.language, one.startsAt),
            value: `${words.kinds[one.kind].title}, ${one.practitioner}`,
          })),
        },
        {
          title: words.pages.consents,
          rows: consents.map((one) => {
            const kind = CONSENT_KINDS.find((known) => known === one.kind);
            const label = kind ? consentWords.kinds[kind].title : (one.recipient ?? '');
            const given = filled(consentWords.given, { day: plainDayOf(shown.language, one.givenAt.slice(0, 10)) });
            return { label, value: one.classes.length > 0 ? `${given}: ${classes(one.classes)}` : given };
          }),
        },
        {
          title: words.pages.messages,
          rows: messages.map((one) => ({
            label: `${whenOf(shown.language, one.writtenAt)}${one.fromClient ? ` · ${words.messages.you}` : ''}`,
            value: one.text,
          })),
        },
        {
          title: words.data.whoTitle,
          rows: looks.map((look) => ({
            label: plainDayOf(shown.language, look.day),
            value: `${whoText(shown, look)}: ${lookText(shown, look)}`,
          })),
        },
      ].filter(({ rows }) => rows.length > 0),
    };
  },
  draw(sheet: PortalSheet, plan: OwnPlan | null, title: string): Buffer {
    const part = plan
      ? [
          {
            title,
            lines: plan.plan.goals.flatMap((goal) => [goal.text, ...goal.steps.map((step) => `– ${step.text}`)]),
          },
        ]
      : [];
    return portalSheet({ ...sheet, parts: [...sheet.parts, ...part] }).pdf;
  },
};
