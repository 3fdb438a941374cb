import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { EyeOff, X } from 'lucide-react';
import { useState } from 'react';
import { MARKERS, type Marker, type ProblemCode } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { EXCLUSION_CODES } from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { Button, DateField, Empty, Icon, offerUndo, SidePanel, TagInput, type TagOption } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { goToFault } from '../calendar/first-fault.ts';
import { usePanel } from '../calendar/panel.tsx';
import { useProblemSearch } from './specialities-field.tsx';

type Code = ProblemCode | Marker;
const isMarker = (code: Code): code is Marker => (MARKERS as readonly string[]).includes(code);

/** Kept apart from everything else and forgotten when the panel closes: it must not linger on the device. */
export const exclusionsQuery = queryOptions({
  queryKey: ['directory', 'my-exclusions'],
  queryFn: ({ signal }) => call(directory.myExclusions, { signal }),
  gcTime: 0,
});

/** "Damit arbeite ich nicht": confidential. */
export function ExclusionsPanel() {
  const w = useWords(offerWords).exclusions;
  const c = useWords(codes);
  const format = useFormat();
  const panel = usePanel();
  const queries = useQueryClient();
  const { search } = useProblemSearch();
  const { act, fault } = useAct();
  const { data } = useQuery(exclusionsQuery);
  const [wish, setWish] = useState<TagOption | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const nameOf = (code: Code) => (isMarker(code) ? c.marker[code] : c.problem[code]);
  const taken = data?.exclusions.map(({ code }) => code) ?? [];
  const markers = (text: string) =>
    MARKERS.filter((code) => !(taken as string[]).includes(code) && c.marker[code].toLowerCase().includes(text.toLowerCase())).map(
      (code) => ({
        key: code,
        label: c.marker[code],
      }),
    );
  const add = async () => {
    if (goToFault()) return;
    const code = EXCLUSION_CODES.find((one) => one === wish?.key);
    if (!code || !(await act(() => call(directory.addExclusion, { body: { code, validTo: until } })))) return;
    setWish(null);
    setUntil(null);
  };
  const remove = async ({ id, code, validFrom, validTo }: NonNullable<typeof data>['exclusions'][number]) => {
    if (!(await act(() => call(directory.removeExclusion, { params: { id } })))) return;
    offerUndo(w.removed(nameOf(code)), () =>
      call(directory.addExclusion, { body: { code, validFrom, validTo } }).then(() => queries.invalidateQueries(exclusionsQuery)),
    );
  };
  return (
    <SidePanel title={w.title} onClose={panel.close}>
      <div className="secret-note">
        <p className="b">
          <Icon of={EyeOff} /> {w.secret}
        </p>
        <p>{w.explain}</p>
      </div>
      <Fault text={fault} />
      {data?.exclusions.length === 0 && <Empty>{w.none}</Empty>}
      {data && data.exclusions.length > 0 && (
        <ul className="plain lines">
          {data.exclusions.map((exclusion) => (
            <li key={exclusion.id} className="row">
              <span className="grow">
                {nameOf(exclusion.code)}
                <span className="q s">
                  {' '}
                  {exclusion.validTo ? w.till(format.date(exclusion.validTo)) : w.since(format.date(exclusion.validFrom))}
                </span>
              </span>
              <Button kind="quiet" small icon={X} label={w.remove(nameOf(exclusion.code))} onPress={() => remove(exclusion)} />
            </li>
          ))}
        </ul>
      )}
      <TagInput
        label={w.add}
        placeholder={w.placeholder}
        eager
        max={1}
        value={wish ? [wish] : []}
        suggest={(text) => [...search(text, taken), ...markers(text)].filter(({ key }) => key !== 'UNK')}
        onChange={(tags) => setWish(tags.at(-1) ?? null)}
      />
      {wish && (
        <>
          <DateField label={w.until} strict value={until} onChange={setUntil} />
          <div>
            <Button kind="main" onPress={add}>
              {w.enter}
            </Button>
          </div>
        </>
      )}
    </SidePanel>
  );
}
