import type { Explained } from '#rooms/placement/contract.ts';
import type { Answer } from '../../ui/index.ts';
import type { words as germanCodes } from '../../words/de/codes.ts';
import type { Format } from '../../words/format.ts';
import type { Words } from '../../words/placement.ts';

export type CodeWords = typeof germanCodes;
export type Line = Explained['lines'][number];
type Facts = Line['note']['facts'];

/** What turns keys and facts of the rule into words. */
export interface Wording {
  w: Words;
  c: CodeWords;
  f: Format;
}

const str = (facts: Facts, key: string): string => {
  const value = facts[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const num = (facts: Facts, key: string): number => Number(facts[key] ?? 0);
const list = (facts: Facts, key: string): string[] => {
  const value = facts[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};
const windows = (facts: Facts, key: string) => {
  const value = facts[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object') : [];
};
/** The word of a code, or the code where a newer server knows more than this page. */
const wordOf = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;

export const ANSWERS = { yes: 'yes', no: 'no', clarify: 'open', partly: 'partly', unknown: 'open' } as const satisfies Record<
  Line['verdict'],
  Answer
>;

/** "Di 17:00–19:00, Do 17:00–19:00" */
export function windowsText(all: readonly { weekday: number; from: string; to: string }[], f: Format): string {
  return all.map(({ weekday, from, to }) => `${f.weekdayShort(weekday)} ${from}–${to}`).join(', ');
}

/** The whole sentence of a line, for the explanation. */
export function sentenceOf({ id, note: { key, facts } }: Pick<Line, 'id' | 'note'>, { w, c, f }: Wording): string {
  const s = w.notes;
  const insurance = () => wordOf(c.insurance, str(facts, 'insurance'));
  const names = (words: Readonly<Record<string, string>>, fact: string) => f.list(list(facts, fact).map((code) => wordOf(words, code)));
  const languages = () => f.list(list(facts, 'languages').map((tag) => f.languageName(tag)));
  const procedure = () => wordOf(c.procedureShort, str(facts, 'procedure')) || s.none;
  switch (key) {
    case 'not-asked':
      return s.notAsked;
    case 'not-demanded':
      return s.notDemanded;
    case 'not-stated':
      return s.notStated;
    case 'open':
      return s.open(facts.confirmedOn ? f.dayMonth(str(facts, 'confirmedOn')) : '');
    case 'ending':
      return s.ending(f.date(str(facts, 'from')));
    case 'paused-until':
      return s.pausedUntil(facts.until ? f.date(str(facts, 'until')) : '');
    case 'stale':
      return s.stale(num(facts, 'days'));
    case 'first-slot':
      return s.firstSlot(wordOf(c.slotKind, str(facts, 'first')), f.when(str(facts, 'start')));
    case 'other-kind':
      return s.otherKind(wordOf(c.offerKind, str(facts, 'kind')));
    case 'no-first-slot':
      return s.noFirstSlot(wordOf(c.slotKind, str(facts, 'first')));
    case 'age-fits':
      return s.ageFits(num(facts, 'age'));
    case 'age-outside':
      return s.ageOutside(num(facts, 'age'), num(facts, 'ageMin'), facts.ageMax === null ? null : num(facts, 'ageMax'));
    case 'payer-accepted':
      return s.payerAccepted(insurance());
    case 'payer-not-accepted':
      return s.payerNotAccepted(insurance(), names(c.insurance, 'accepted'));
    case 'setting-fits':
      return s.settingFits(wordOf(c.setting, str(facts, 'setting')));
    case 'other-setting':
      return s.otherSetting(wordOf(c.setting, str(facts, 'setting')));
    case 'procedure-fits':
    case 'procedure-wish-met':
      return s.procedureFits(procedure());
    case 'other-procedure':
    case 'procedure-wish-not-met':
      return s.otherProcedure(procedure(), names(c.procedureShort, key === 'other-procedure' ? 'wanted' : 'wished'));
    case 'common-language':
    case 'language':
      return s.commonLanguage(languages(), str(facts, 'level'));
    case 'interpreter':
      return s.interpreter;
    case 'no-common-language':
      return s.noCommonLanguage(languages());
    case 'by-video':
      return s.byVideo;
    case 'features-there':
      return s.featuresThere(names(c.access, 'features'));
    case 'feature-missing':
      return s.featureMissing(names(c.access, 'features'));
    case 'feature-unknown':
      return s.featureUnknown(names(c.access, 'features'));
    case 'modality-fits':
      return s.modalityFits(names(c.modality, 'common'));
    case 'other-modality':
      return s.otherModality(names(c.modality, 'offered'));
    case 'modality-wish-met':
    case 'modality-wish-not-met':
      return (key === 'modality-wish-met' ? s.modalityFits : s.otherModality)(wordOf(c.modality, str(facts, 'wished')));
    case 'common-windows':
      return id === 'S4' ? s.commonWindowsCount(num(facts, 'count')) : s.commonWindows(windowsText(windows(facts, 'windows'), f));
    case 'no-common-window':
      return s.noCommonWindow(windowsText(windows(facts, 'offered'), f));
    case 'near-enough':
    case 'travel':
      return s.travel(num(facts, 'minutes'), facts.kilometres === null ? '' : f.km(num(facts, 'kilometres') * 1000));
    case 'too-far':
      return s.tooFar(num(facts, 'minutes'), num(facts, 'max'));
    case 'gender-fits':
    case 'gender-wish-met':
      return wordOf(c.gender, str(facts, 'gender'));
    case 'other-gender':
    case 'gender-wish-not-met':
      return s.otherGender(
        wordOf(c.gender, str(facts, 'gender')),
        wordOf(c.gender, str(facts, key === 'other-gender' ? 'wanted' : 'wished')),
      );
    case 'in-time':
      return s.inTime(f.date(str(facts, 'start')));
    case 'too-late':
      return s.tooLate(f.date(str(facts, 'start')), f.date(str(facts, 'deadline')));
    case 'specialities':
      return list(facts, 'problems')
        .map((code, index) => specialityText(code, list(facts, 'levels')[index] ?? 'not-stated', { w, c, f }))
        .join(', ');
    case 'starts':
      return s.starts(f.date(str(facts, 'on')), num(facts, 'days'));
    case 'similar':
      return s.similar(facts.sameProcedure === true, facts.sameGender === true, names(c.problem, 'shared'));
    default:
      return wordOf(w.notesPlain, key);
  }
}

function specialityText(code: string, level: string, { w, c }: Wording): string {
  return w.notes.speciality(wordOf(c.problem, code), level === 'not-stated' ? w.notes.noWord : wordOf(c.speciality, level));
}

export interface ShortReason {
  key: string;
  answer: Answer;
  text: string;
}

const SPECIALITY_ANSWER: Readonly<Record<string, Answer>> = { S: 'yes', B: 'yes', U: 'partly' };

/** The few words on a card: what was asked for, each with its answer, most important first. What nobody asked stays away. */
export function reasonsOf({ lines }: Explained, wording: Wording): ShortReason[] {
  return ORDER.flatMap((id) => {
    const line = lines.find((one) => one.id === id);
    return line ? short(line, wording) : [];
  });
}

/** H7 and S2, H13 and S7, H8 and S6 say the same from two sides; only one of each pair is on a request. */
const ORDER = [
  'H5',
  'H3',
  'S2',
  'H7',
  'S1',
  'H11',
  'S7',
  'H13',
  'H4',
  'H6',
  'S6',
  'H8',
  'H9',
  'H10',
  'S8',
  'H12',
  'H15',
  'H1',
  'H2',
  'H14',
  'S9',
];

function short(line: Line, wording: Wording): ShortReason[] {
  const { w, c, f } = wording;
  const { key, facts } = line.note;
  const answer = ANSWERS[line.verdict];
  // Who wishes for somebody else reads on a card what is alike, not what is not.
  if (line.id === 'S9' && line.verdict === 'no') return [];
  const one = (text: string): ShortReason[] => [{ key: line.id, answer, text }];
  if (key === 'not-asked' || key === 'not-demanded' || key === 'suits' || key === 'pair-free') return [];
  if (line.verdict === 'no' || line.verdict === 'clarify') return one(shortNo(line, wording));
  switch (line.id) {
    case 'S1':
      return list(facts, 'problems').map((code, index) => {
        const level = list(facts, 'levels')[index] ?? 'not-stated';
        const name = wordOf(c.problem, code);
        const text = level === 'B' ? name : w.notes.speciality(name, level === 'not-stated' ? w.notes.noWord : wordOf(c.speciality, level));
        return { key: `S1${code}`, answer: SPECIALITY_ANSWER[level] ?? 'open', text };
      });
    case 'S2':
    case 'H7':
      return one(wordOf(c.procedureShort, str(facts, 'procedure')) || sentenceOf(line, wording));
    case 'H11':
      return one([...new Set(windows(facts, 'windows').map(({ weekday }) => f.weekdayShort(weekday)))].join(', '));
    case 'H4':
      return one(wordOf(c.insurance, str(facts, 'insurance')));
    case 'H6':
      return one(wordOf(c.setting, str(facts, 'setting')));
    case 'S6':
    case 'H8':
      // German with a German-speaking desk needs no mark of its own.
      if (line.id === 'H8' && (list(facts, 'languages').includes('de') || key === 'interpreter')) return [];
      if (key === 'interpreter') return one(w.notes.interpreter);
      if (line.id === 'H8') return [];
      return one(`${f.list(list(facts, 'languages').map((tag) => f.languageName(tag)))} ${str(facts, 'level')}`);
    case 'H9':
      return key === 'by-video'
        ? one(w.notes.byVideo)
        : list(facts, 'features').map((code) => ({ key: `H9${code}`, answer, text: wordOf(c.access, code) }));
    case 'H10':
      return list(facts, 'common').includes('video') ? one(wordOf(c.modality, 'video')) : [];
    case 'S7':
    case 'H13':
      return one(key === 'not-stated' ? w.notes.genderNotStated : wordOf(c.gender, str(facts, 'gender')));
    case 'H12':
      return one(key === 'by-video' ? w.notes.byVideo : w.notes.withinWay(num(facts, 'max')));
    case 'H15':
      return one(sentenceOf(line, wording));
    case 'S9':
      return one(w.notes.similarShort);
    default:
      return [];
  }
}

/** What stands against it, in few words. */
function shortNo(line: Line, wording: Wording): string {
  const { w, c } = wording;
  const { key, facts } = line.note;
  if (line.id === 'S7') return wordOf(c.gender, str(facts, 'wished'));
  if (line.id === 'S2') return sentenceOf(line, wording);
  if (key === 'feature-unknown')
    return w.notes.featureUnknownShort(
      list(facts, 'features')
        .map((code) => wordOf(c.access, code))
        .join(', '),
    );
  return sentenceOf(line, wording);
}

/** What is to be clarified, for the list below the line: "Dr. Rahimi (Zeiten nicht bestätigt)". */
export function clarifyText(one: Explained, wording: Wording): string {
  return one.lines
    .filter(({ id, verdict }) => verdict === 'clarify' && one.clarify.includes(id))
    .map((line) => shortNo(line, wording))
    .join(', ');
}
