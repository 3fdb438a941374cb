import { describe, expect, test } from 'vitest';
import { EXCEPTIONS, type Policy } from './cancellation-policy.ts';
import { cancellationText, TEXT_LANGUAGES, type TextFacts } from './cancellation-text.ts';

const at = (berlin: string) => Temporal.ZonedDateTime.from(`${berlin}[Europe/Berlin]`).toInstant();
const policy: Policy = {
  id: 'p1',
  version: 3,
  validFrom: Temporal.PlainDate.from('2026-01-01'),
  noticeHours: 48,
  noticeMode: 'wallClock',
  fee: { type: 'fixed', amountCents: 6000 },
  appliesTo: ['TRIAL', 'THERAPY', 'GROUP'],
  goodwillFirst: true,
  exceptions: [
    { kind: 'illness', evidence: 'none' },
    { kind: 'accident', evidence: 'statement' },
    { kind: 'hospital', evidence: 'certificate' },
  ],
  contact: '0228 123456',
};
const facts: TextFacts = {
  policy,
  kind: 'TRIAL',
  start: at('2026-03-05T17:30'),
  therapist: 'Frau Brandt',
  bindsOnlyWithCustodyHolder: false,
  now: at('2026-03-02T10:42'),
  isHoliday: () => false,
};
const spoken = (change: Partial<TextFacts> = {}, language: (typeof TEXT_LANGUAGES)[number] = 'de') =>
  cancellationText({ ...facts, ...change }, language).spoken;
const withPolicy = (change: Partial<Policy>) => ({ policy: { ...policy, ...change } });

describe('the words to read out', () => {
  test('German, as the desk speaks it', () => {
    expect(spoken()).toBe(
      'Wenn Sie nicht kommen können, sagen Sie bitte 48 Stunden vorher ab, also bis Dienstag, 3. März, 17:30 Uhr. ' +
        'Sagen Sie später ab, kann Frau Brandt 60 Euro verlangen. Sind Sie krank oder hatten Sie einen Unfall, kostet es nichts. ' +
        'Ist das für Sie in Ordnung?',
    );
  });

  test('a deadline that has passed is not read out, also where it costs nothing', () => {
    const soon = { now: at('2026-03-04T09:00') };
    for (const fee of [policy.fee, { type: 'none' } as const]) {
      const text = spoken({ ...soon, ...withPolicy({ fee }) });
      expect(text).toContain('so früh wie möglich');
      expect(text).not.toContain('3. März');
      expect(text).not.toContain('Euro');
    }
    const working = spoken({
      now: at('2026-03-22T00:07'),
      start: at('2026-03-23T09:00'),
      ...withPolicy({ noticeMode: 'workingDays', noticeHours: 24, fee: { type: 'none' } }),
    });
    expect(working).not.toContain('20. März');
  });

  test('easy German, one thought per sentence', () => {
    expect(spoken({}, 'de-easy')).toBe(
      'Sie können nicht kommen? Dann sagen Sie bitte Bescheid bis: Dienstag, 3. März, 17:30 Uhr. Sie sagen später Bescheid? ' +
        'Dann kann Frau Brandt Geld von Ihnen verlangen: 60 Euro. Sie sind krank oder hatten einen Unfall? Dann kostet es nichts. ' +
        'Ist das in Ordnung für Sie?',
    );
  });

  test('English', () => {
    expect(spoken({ therapist: 'Ms Brandt' }, 'en')).toBe(
      'If you cannot come, please cancel 48 hours ahead, that is by Tuesday 3 March, 17:30. If you cancel later, Ms Brandt may ask for 60 euros. ' +
        'If you are ill or have had an accident, it costs nothing. Is that all right for you?',
    );
  });

  test('working days, cents and percentages are told in days and money', () => {
    const easter = {
      start: at('2026-04-07T10:00'),
      isHoliday: (day: Temporal.PlainDate) => ['2026-04-03', '2026-04-06'].includes(day.toString()),
    };
    expect(spoken({ ...easter, ...withPolicy({ noticeMode: 'workingDays', noticeHours: 24 }) })).toContain(
      'einen Werktag vorher ab, also bis Donnerstag, 2. April, 10:00 Uhr.',
    );
    expect(spoken(withPolicy({ fee: { type: 'fixed', amountCents: 6050 } }))).toContain('60,50 Euro');
    expect(spoken(withPolicy({ fee: { type: 'percent', percent: 50, sessionPriceCents: 11_000 } }), 'en')).toContain('55 euros');
  });

  test('the deadline is the later of both clocks over the autumn night', () => {
    expect(spoken({ start: at('2026-10-26T10:00') })).toContain('bis Samstag, 24. Oktober, 11:00 Uhr');
  });

  test('no fee is threatened where none could be asked for', () => {
    for (const language of TEXT_LANGUAGES) {
      for (const change of [withPolicy({ fee: { type: 'none' } }), { kind: 'CONSULT' as const }, { now: at('2026-03-03T17:30') }]) {
        const text = cancellationText({ ...facts, ...change }, language);
        expect(`${text.spoken} ${text.full}`).not.toMatch(/60|verlangen|may ask/);
        expect(text.spoken).toMatch(/nichts|kein Geld|nothing|nicht/);
      }
    }
    expect(spoken({ now: at('2026-03-03T17:30') })).toContain('so früh wie möglich');
    expect(spoken({ now: at('2026-03-03T17:29:59') })).toContain('60 Euro');
  });

  test('a minor hears that it binds only with a custody holder', () => {
    expect(spoken({ bindsOnlyWithCustodyHolder: true })).toContain('erst, wenn jemand mit Sorgerecht zugestimmt hat');
  });

  test('without notice and without listed reasons the words change', () => {
    expect(spoken(withPolicy({ noticeHours: 0, exceptions: [] }))).toBe(
      'Wenn Sie nicht kommen können, sagen Sie bitte vor dem Termin ab. Kommen Sie ohne Absage nicht, kann Frau Brandt 60 Euro verlangen. ' +
        'Gibt es einen wichtigen Grund, sagen Sie ihn uns bitte. Ist das für Sie in Ordnung?',
    );
  });
});

describe('the full text', () => {
  test('says date, notice, amount, reasons with evidence, first time, contact and who sends no bill', () => {
    const { full } = cancellationText(facts, 'de');
    for (const part of [
      'am Donnerstag, 5. März, 17:30 Uhr',
      'bis Dienstag, 3. März, 17:30 Uhr',
      '60 Euro',
      'Die Krankenkasse übernimmt diesen Betrag nicht.',
      '- Sie sind krank\n',
      '- Sie hatten einen Unfall (ein Satz von Ihnen genügt)',
      '- Sie sind im Krankenhaus (mit einer Bescheinigung)',
      'Beim ersten Mal kostet es nichts.',
      '0228 123456',
      'stellt nichts in Rechnung',
    ]) {
      expect(full).toContain(part);
    }
    expect(cancellationText({ ...facts, ...withPolicy({ goodwillFirst: false }) }, 'de').full).not.toContain('Beim ersten Mal');
  });

  test('every exception has words in every language, and no text has gaps', () => {
    const all = withPolicy({ exceptions: EXCEPTIONS.map((kind) => ({ kind, evidence: 'none' as const })) });
    for (const language of TEXT_LANGUAGES) {
      const { spoken: said, full } = cancellationText({ ...facts, ...all }, language);
      expect(full.split('\n').filter((line) => line.startsWith('- ')).length).toBe(EXCEPTIONS.length);
      expect(`${said}${full}`).not.toMatch(/undefined|null|NaN|!/);
    }
  });
});
