import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import * as records from '#rooms/records/contract.ts';
import type { Audience } from '#rooms/records/rules/limits.ts';
import { call, pathOf } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, Icon, SelectField, State } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { UploadField } from './upload-field.tsx';

const KINDS = ['muster-26', 'muster-27', 'muster-28', 'decision', 'proof-of-sending', 'exemption', 'letter', 'report'] as const;

/** What was scanned, photographed or sent, and one field to add to it. */
export function Files({ personId, mayCare }: { personId: string; mayCare: boolean }) {
  const w = useWords(papers).files;
  const queries = useQueryClient();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('letter');
  const [audience, setAudience] = useState<Audience>('office');
  const queryKey = ['records', 'files', personId];
  const { data } = useQuery({ queryKey, queryFn: async () => (await call(records.listFiles, { params: { id: personId } })).files });
  const again = () => queries.invalidateQueries({ queryKey });
  return (
    <>
      <section className="card stack" aria-labelledby="h-files">
        <h2 id="h-files">{w.title}</h2>
        {data?.length === 0 && <Empty>{w.none}</Empty>}
        {data && data.length > 0 && (
          <ul className="plain lines">
            {data.map((file) => (
              <FileLine key={file.id} file={file} onChanged={again} />
            ))}
          </ul>
        )}
      </section>
      <section className="card stack" aria-label={w.kind}>
        <div className="pair">
          <SelectField
            label={w.kind}
            value={kind}
            onChange={(value) => value && setKind(value)}
            choices={KINDS.map((value) => ({ value, label: w.kinds[value] ?? value }))}
          />
          {mayCare && (
            <SelectField
              label={w.audience}
              value={audience}
              onChange={(value) => value && setAudience(value)}
              choices={(['office', 'care'] as const).map((value) => ({ value, label: w.audiences[value] }))}
              hint={audience === 'care' ? w.careHint : undefined}
            />
          )}
        </div>
        <UploadField personId={personId} kind={kind} audience={audience} onKept={() => void again()} />
      </section>
    </>
  );
}

function FileLine({ file, onChanged }: { file: records.FileView; onChanged: () => unknown }) {
  const w = useWords(papers).files;
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const withdraw = useSubmit(async () => {
    await call(records.withdrawFile, { params: { id: file.id }, body: {}, ifMatch: file.version });
    announce(w.withdrawn(file.name));
    setAsking(false);
    await onChanged();
  });
  const open = file.state === 'kept';
  const href = pathOf(records.readFile.path, { id: file.id });
  return (
    <li>
      <span className="what">
        <b>{file.name}</b>
        <span className="s q">
          {[
            w.kinds[file.kind] ?? w.otherKind,
            w.from(file.byLink ? w.byLink : (file.uploadedByName ?? w.byLink), format.when(file.uploadedAt)),
            w.size(format.number(Math.max(1, Math.round(file.size / 1024)))),
          ].join(' · ')}
        </span>{' '}
        {file.audience === 'care' && <State tone="act">{w.audiences.care}</State>}{' '}
        {!open && <State tone={file.state === 'pending' ? 'partly' : 'no'}>{w.states[file.state]}</State>}
      </span>
      {open && (
        <span className="acts">
          <a className="btn sm" href={href} download aria-label={w.openNamed(file.name)}>
            <Icon of={Download} />
            {w.open}
          </a>
          <Button small kind="quiet" label={w.withdrawNamed(file.name)} onPress={() => setAsking(true)}>
            {w.withdraw}
          </Button>
        </span>
      )}
      {asking && (
        <Dialog
          question={w.withdrawAsk(file.name)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
              <Button kind="main" busy={withdraw.busy} onPress={() => void withdraw.run()}>
                {w.withdraw}
              </Button>
            </>
          }
        >
          {withdraw.sentence && <Banner tone="no">{withdraw.sentence}</Banner>}
        </Dialog>
      )}
    </li>
  );
}
