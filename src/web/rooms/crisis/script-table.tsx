import { ALARM_LEVELS } from '#rooms/crisis/rules/codes.ts';
import type { ScriptBody } from '#rooms/crisis/rules/script.ts';
import { ScrollBox, TextArea, TextField } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { script as scriptWords } from '../../words/script.ts';
import { conditionWords } from './condition-words.ts';
import { LevelBadge } from './level-banner.tsx';

type Change = ((pointer: string, value: string | number) => void) | null;
type Was = ReadonlyMap<string, string | null> | null;

interface Props {
  body: ScriptBody;
  was: Was;
  onChange: Change;
}

/** A script as somebody who signs it reads it: the questions, the lines ("Rot, wenn …"), the deadlines. */
export function ScriptTable(props: Props) {
  const w = useWords(scriptWords);
  const c = useWords(crisis);
  const { language } = useLanguage();
  const { body } = props;
  return (
    <>
      <h3>{w.questions}</h3>
      <Scroll label={w.questions}>
        <thead>
          <tr>
            <th scope="col">{w.question}</th>
            <th scope="col">{w.german}</th>
            <th scope="col">{w.english}</th>
            <th scope="col">{w.answers}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{w.opener}</th>
            <Both {...props} pointer="/opener" value={body.opener} />
            <td />
          </tr>
          {body.questions.map((question) => (
            <tr key={question.id}>
              <th scope="row">{question.id}</th>
              <Both {...props} pointer={`/questions/${question.id}`} value={question} />
              <td className="s">
                {question.answers.map((answer) => answer[language]).join(' / ')}
                <br />
                <span className="q">
                  {w.unanswered} {question.answers.find(({ code }) => code === question.unanswered)?.[language] ?? question.unanswered}
                </span>
              </td>
            </tr>
          ))}
          {body.marks.map((mark) => (
            <tr key={mark.id}>
              <th scope="row">{w.mark}</th>
              <Both {...props} pointer={`/marks/${mark.id}`} value={mark} />
              <td className="s q">{w.markHow}</td>
            </tr>
          ))}
        </tbody>
      </Scroll>
      <h3>{w.lines}</h3>
      <p className="s q">{w.linesLead}</p>
      <Scroll label={w.lines}>
        <thead>
          <tr>
            <th scope="col">{c.page.levelHead}</th>
            <th scope="col">{w.german}</th>
            <th scope="col">{w.english}</th>
            <th scope="col">{w.exactly}</th>
          </tr>
        </thead>
        <tbody>
          {body.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <tr key={index}>
              <th scope="row" className="nw">
                <LevelBadge level={line.level} /> {w.if}
              </th>
              <Both {...props} pointer={`/lines/${index}`} value={line} />
              <td className="s">
                {conditionWords(body, line.when, { ...c, condition: w.condition }, language)}
                <Was was={props.was} pointer={`/lines/${index}/when`} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="nw">
              <LevelBadge level="GREEN" />
            </th>
            <td colSpan={3}>{w.otherwise}</td>
          </tr>
        </tbody>
      </Scroll>
      <h3>{w.deadlines}</h3>
      <Scroll label={w.deadlines}>
        <thead>
          <tr>
            <th scope="col">{c.page.levelHead}</th>
            <th scope="col">{w.deadline}</th>
            <th scope="col">{w.afterwards}</th>
            <th scope="col">{w.action}</th>
          </tr>
        </thead>
        <tbody>
          {ALARM_LEVELS.toReversed().map((level) => (
            <tr key={level}>
              <th scope="row">
                <LevelBadge level={level} />
              </th>
              <td>
                {props.onChange ? (
                  <Seconds {...props} level={level} />
                ) : (
                  <>
                    {w.duration(body.levels[level].acknowledgeSeconds)}
                    <Was was={props.was} pointer={`/levels/${level}/acknowledgeSeconds`} />
                  </>
                )}
              </td>
              <td className="s">
                {body.levels[level].escalation.map(({ afterSeconds, to }) => (
                  <div key={to}>{w.afterThen(w.duration(afterSeconds), c.stage[to] ?? to)}</div>
                ))}
                <div className="q">{w.followUp(body.levels[level].followUpHours)}</div>
              </td>
              <td className="s">
                {body.levels[level].do.map((one, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
                  <div key={index}>{one[language]}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </Scroll>
    </>
  );
}

function Scroll({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <ScrollBox label={label}>
      <table className="list script-table" aria-label={label}>
        {children}
      </table>
    </ScrollBox>
  );
}

/** German and English side by side; each can be worded while a draft is open. */
function Both({ pointer, value, was, onChange }: { pointer: string; value: { de: string; en: string }; was: Was; onChange: Change }) {
  const w = useWords(scriptWords);
  return (['de', 'en'] as const).map((language) => (
    <td key={language} className="script-words" lang={language}>
      {onChange ? (
        <TextArea
          label={`${pointer.slice(1)} ${language === 'de' ? w.german : w.english}`}
          hideLabel
          voice
          lang={language}
          value={value[language]}
          onChange={(text) => onChange(`${pointer}/${language}`, text)}
          maxLength={400}
          rows={2}
        />
      ) : (
        value[language]
      )}
      <Was was={was} pointer={`${pointer}/${language}`} />
    </td>
  ));
}

function Seconds({ body, level, onChange }: Props & { level: (typeof ALARM_LEVELS)[number] }) {
  const w = useWords(scriptWords);
  const c = useWords(crisis);
  return (
    <TextField
      label={`${w.deadline}, ${c.level[level]}, ${w.seconds}`}
      hideLabel
      figures
      inputMode="numeric"
      value={String(body.levels[level].acknowledgeSeconds)}
      onChange={(text) => /^\d{1,5}$/.test(text) && onChange?.(`/levels/${level}/acknowledgeSeconds`, Number(text))}
      hint={w.seconds}
    />
  );
}

function Was({ was, pointer }: { was: Was; pointer: string }) {
  const w = useWords(scriptWords);
  if (!was?.has(pointer)) return null;
  const before = was.get(pointer);
  return (
    <div className="s">
      <span className="q">{w.was}: </span>
      <del className="was">{before ?? '–'}</del>
    </div>
  );
}
