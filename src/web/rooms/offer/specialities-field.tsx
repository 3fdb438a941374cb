import { PROBLEM_CODES, type ProblemCode, SPECIALITY_LEVELS, type SpecialityLevel } from '#kernel/codes.ts';
import { MAX_FOCUS } from '#rooms/directory/rules/place-fields.ts';
import { TagInput } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';

type Specialities = Partial<Record<ProblemCode, SpecialityLevel>>;
const isProblem = (key: string): key is ProblemCode => (PROBLEM_CODES as readonly string[]).includes(key);

/** The problem codes by word, everyday word or code. */
export function useProblemSearch() {
  const c = useWords(codes);
  const option = (code: ProblemCode) => ({ key: code, label: c.problem[code], detail: code });
  const search = (text: string, without: readonly string[] = []) => {
    const said = text.toLowerCase();
    return PROBLEM_CODES.filter((code) => !without.includes(code))
      .filter((code) => [c.problem[code], code, ...c.problemSaid[code]].some((word) => word.toLowerCase().includes(said)))
      .map(option);
  };
  return { option, search };
}

/** Three lists, one per level; a code stands in one of them only. */
export function SpecialitiesFields(props: { value: Specialities; onChange: (value: Specialities) => void; error?: string | undefined }) {
  const w = useWords(offerWords).form;
  const { option, search } = useProblemSearch();
  const of = (level: SpecialityLevel) => PROBLEM_CODES.filter((code) => props.value[code] === level);
  const labels = { S: w.focus, B: w.treats, U: w.talk };
  const put = (level: SpecialityLevel, keys: readonly string[]) => {
    const others = Object.entries(props.value).filter(([, is]) => is !== level);
    props.onChange(Object.fromEntries([...others, ...keys.filter(isProblem).map((code) => [code, level])]));
  };
  return (
    <>
      {SPECIALITY_LEVELS.map((level) => (
        <TagInput
          key={level}
          label={labels[level]}
          {...(level === 'S'
            ? { max: MAX_FOCUS, note: w.focusNote(of('S').length, MAX_FOCUS), hint: w.focusHint, error: props.error }
            : {})}
          placeholder={w.problemPlaceholder}
          eager
          value={of(level).map(option)}
          suggest={(text) => search(text, Object.keys(props.value))}
          onChange={(tags) =>
            put(
              level,
              tags.map(({ key }) => key),
            )
          }
        />
      ))}
    </>
  );
}
