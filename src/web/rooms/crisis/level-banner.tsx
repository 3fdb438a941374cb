import { Info, Siren, TriangleAlert } from 'lucide-react';
import * as room from '#rooms/crisis/contract.ts';
import { ALARM_LEVELS, type AlarmLevel } from '#rooms/crisis/rules/codes.ts';
import { LEVELS, type Level } from '#rooms/crisis/rules/safety.ts';
import { call } from '../../call.ts';
import { Banner, Button, State } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import type { Reason } from './level.ts';
import type { Sheet } from './use-sheet.ts';

const TONES = { GREEN: 'yes', YELLOW: 'open', ORANGE: 'partly', RED: 'no' } as const satisfies Record<Level, string>;

/** The level: shape, word, colour. */
export function LevelBadge({ level, long = false }: { level: Level; long?: boolean }) {
  const w = useWords(crisis);
  return (
    <State tone={TONES[level]} {...(level === 'ORANGE' ? { icon: TriangleAlert } : level === 'YELLOW' ? { icon: Info } : {})}>
      {long ? w.levelNow[level] : w.level[level]}
    </State>
  );
}

/** "Orange wegen „überlegt, wie: ja“." */
export function useReasonWords(sheet: Pick<Sheet, 'script' | 'reasons' | 'answers' | 'view' | 'level'>): string {
  const w = useWords(crisis);
  const { language } = useLanguage();
  const { script, level, reasons, view } = sheet;
  if (!level) return w.becauseNothing;
  const word = (reason: Reason) => {
    if ('mark' in reason) return `„${script?.body.marks.find(({ id }) => id === reason.mark)?.[language] ?? reason.mark}“`;
    const question = script?.body.questions.find(({ id }) => id === reason.question);
    const answer = question?.answers.find(({ code }) => code === reason.answer);
    const spoken = w.answersSpoken[reason.answer] ?? w.answers[reason.answer] ?? answer?.[language] ?? reason.answer;
    return w.reason(w.short[reason.question] ?? question?.[language] ?? reason.question, spoken);
  };
  if (reasons.length > 0) return w.because(w.level[level], reasons.map(word).join(', '));
  return view?.raisedFrom === 'button' || !view ? w.becauseButton(w.level[level]) : w.becauseHand(w.level[level]);
}

/** Why it is this level, and the way up. Down goes only the duty psychologist. */
export function LevelBanner({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const words = useReasonWords(sheet);
  const { level, view } = sheet;
  if (!level) return null;
  const higher = ALARM_LEVELS.filter((one) => LEVELS.indexOf(one) > LEVELS.indexOf(level));
  const mayRaise = view ? sheet.may('raise-level') : true;
  const over = view?.state === 'handed_over' || view?.state === 'closed';
  const what =
    level === 'GREEN'
      ? w.levelWhat.GREEN
      : over || sheet.may('lower-level')
        ? ''
        : mayRaise && level !== 'RED'
          ? w.mayRaise
          : w.onlyOncallLowers;
  const raise = (to: AlarmLevel) =>
    view
      ? sheet.tell((id, key) => call(room.raiseLevel, { params: { id }, body: { level: to }, key }))
      : sheet.raise({ from: 'button', level: to });
  return (
    <Banner
      tone={TONES[level]}
      icon={level === 'RED' ? Siren : Info}
      action={
        mayRaise &&
        higher.length > 0 && (
          <span className="row">
            {higher.map((one) => (
              <Button key={one} small onPress={() => raise(one)}>
                {w.raiseTo(w.level[one])}
              </Button>
            ))}
          </span>
        )
      }
    >
      <b>{words}</b> {what}
    </Banner>
  );
}
