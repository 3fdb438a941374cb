import { LANGUAGE_LEVELS, type LanguageLevel } from '#kernel/codes.ts';
import { TagInput } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import type { PlaceFields } from './place-draft.ts';

/** Suggested first; any other BCP 47 tag may be typed as its code. */
const COMMON = 'de en tr ar uk ru pl fa fr es it ku ro sr hr bs sq bg el pt vi zh hi ur ps so ti gsg'.split(' ');

type Languages = PlaceFields['languages'];

export function LanguagesField(props: { value: Languages; onChange: (value: Languages) => void; error?: string | undefined }) {
  const w = useWords(offerWords).form;
  const format = useFormat();
  const option = (tag: string) => ({ key: tag, label: format.languageName(tag), detail: tag });
  const suggest = (text: string) => {
    const said = text.toLowerCase();
    const common = COMMON.map(option).filter(({ label, key }) => label.toLowerCase().startsWith(said) || key === said);
    const typed = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) && !COMMON.includes(text) && format.languageName(text) !== text;
    return typed ? [...common, option(text)] : common;
  };
  const levelOf = (tag: string): LanguageLevel => props.value.find((one) => one.tag === tag)?.level ?? 'C1';
  return (
    <TagInput
      label={w.languages}
      hint={w.languagesHint}
      placeholder={w.languagesPlaceholder}
      max={12}
      eager
      error={props.error}
      value={props.value.map(({ tag }) => option(tag))}
      suggest={suggest}
      onChange={(tags) => props.onChange(tags.map(({ key }) => ({ tag: key, level: levelOf(key) })))}
      chip={({ key, label }) => (
        <select
          className="level"
          aria-label={w.level(label)}
          value={levelOf(key)}
          onChange={(event) => {
            const level = LANGUAGE_LEVELS.find((one) => one === event.target.value);
            if (level) props.onChange(props.value.map((one) => (one.tag === key ? { ...one, level } : one)));
          }}
        >
          {LANGUAGE_LEVELS.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
      )}
    />
  );
}
