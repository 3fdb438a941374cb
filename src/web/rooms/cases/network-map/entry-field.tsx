import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { findEntries } from '#rooms/directory/contract/entries.ts';
import { call } from '../../../call.ts';
import { TagInput } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import type { Alter, Entry } from './data.ts';

interface EntryFieldProps {
  value: Alter['link'];
  /** Entries whose names are known already. */
  known: readonly Entry[];
  onChange: (entry: Entry | null) => void;
  onFound: (entry: Entry) => void;
}

/** A professional's entry in the directory, found by name. What is asked is a name and nothing of the client. */
export function EntryField({ value, known, onChange, onFound }: EntryFieldProps) {
  const w = useWords(networkMap);
  const [text, setText] = useState('');
  const { data } = useQuery({
    queryKey: ['network', 'entries', text],
    queryFn: ({ signal }) => call(findEntries, { query: { text }, signal }),
    enabled: text.trim().length >= 2,
    placeholderData: keepPreviousData,
  });
  const found = data?.entries ?? [];
  const linked = value && known.find(({ id }) => id === value.id);
  return (
    <TagInput
      label={w.entry}
      hint={w.entryHint}
      max={1}
      value={value ? [{ key: value.id, label: linked?.name ?? w.entryUnnamed }] : []}
      onChange={(tags) => {
        const chosen = found.find(({ id }) => id === tags[0]?.key);
        if (chosen) onFound(chosen);
        if (chosen || tags.length === 0) onChange(chosen ?? null);
      }}
      onText={setText}
      suggest={(said) =>
        said.trim().length < 2
          ? []
          : found.map(({ id, kind, name, detail }) => ({
              key: id,
              label: name,
              detail: [w.entryKinds[kind], detail].filter(Boolean).join(', '),
            }))
      }
    />
  );
}
