import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { TagInput } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useWords } from '../../words/language.tsx';

export interface Who {
  id: string;
  name: string;
}

/** Finds the practitioner whose account this is, by name. */
export function WhoField(props: { value: Who | null; onChange: (who: Who | null) => void; error: string | undefined }) {
  const w = useWords(administration);
  const [text, setText] = useState('');
  const { data } = useQuery({
    queryKey: ['network', 'who', text],
    queryFn: ({ signal }) => call(directory.practitioners, { query: { text }, signal }),
    enabled: text.length >= 2,
    placeholderData: keepPreviousData,
  });
  return (
    <TagInput
      label={w.practitioner}
      hint={w.practitionerHint}
      error={props.error}
      max={1}
      value={props.value ? [{ key: props.value.id, label: props.value.name }] : []}
      onChange={(tags) => props.onChange(tags[0] ? { id: tags[0].key, name: tags[0].label } : null)}
      onText={setText}
      suggest={(said) =>
        said.length < 2
          ? []
          : (data?.practitioners ?? []).map(({ id, name, organisation }) => ({ key: id, label: name, detail: organisation }))
      }
    />
  );
}
