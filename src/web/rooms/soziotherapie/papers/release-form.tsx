import * as soz from '#rooms/soziotherapie/contract/releases.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import type { Missing } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { useReleaseEntry } from '../../releases/entry.ts';
import { GivenBy, NamedRecipient, RecipientEmail, ReleaseEnd, ReleaseScope, SignedSheet } from '../../releases/fields.tsx';

interface ReleaseFormProps {
  episodeId: string;
  personId: string;
  onClose: () => void;
  onSaved: (name: string) => unknown;
}

/** What is released to whom until when, with the signed sheet. */
export function ReleaseForm({ episodeId, personId, onClose, onSaved }: ReleaseFormProps) {
  const w = useWords(papers).releases;
  const entry = useReleaseEntry(episodeId, { kind: 'relative' });
  const { kind, classes, untilOn, fileId } = entry.value;
  const name = entry.value.name.trim();
  const submit = useSubmit(async () => {
    const body = { ...entry.fields, recipientKind: kind, recipientName: name, form: 'paper' as const, fileId: fileId ?? '' };
    await call(soz.giveRelease, { params: { id: episodeId }, body });
    entry.done();
    await onSaved(name);
  });
  const missing: Missing[] = [
    ...(name ? [] : [{ what: w.nameMissing, go: () => entry.refs.name.current?.focus() }]),
    ...(classes.length > 0 ? [] : [entry.lacks.classes]),
    ...(untilOn ? [] : [entry.lacks.until]),
    ...(fileId ? [] : [entry.lacks.scan]),
  ];
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <NamedRecipient entry={entry} submit={submit} label={w.toWhom} />
      <ReleaseScope entry={entry} submit={submit} />
      <div className="pair">
        <GivenBy entry={entry} label={w.by} />
        <RecipientEmail entry={entry} submit={submit} />
      </div>
      <SignedSheet entry={entry} personId={personId} />
      <ReleaseEnd submit={submit} missing={missing} onClose={onClose} />
    </form>
  );
}
