import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PhoneIncoming } from 'lucide-react';
import { useState } from 'react';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, Empty, TextField } from '../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { phoneLinks } from '../../words/phone-links.ts';

await phoneLinks.load(currentLanguage());

const KEY = ['phone', 'links'];

/** Verwaltung, Telefonanlagen: which systems may report calls. A key is shown once. */
export function PhoneLinks() {
  const w = useWords(phoneLinks);
  const f = useFormat();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call(phone.listPhoneLinks, { signal }) });
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: KEY });
  const make = useSubmit(async () => {
    const made = await call(phone.makePhoneLink, { body: { name: name.trim() } });
    setToken(made.token);
    setName('');
    setTried(false);
    await again();
  });
  const end = async (id: string) => {
    await call(phone.endPhoneLink, { params: { id }, body: {} });
    await again();
  };
  if (!data) return null;
  const report = `POST ${location.origin}${phone.reportCall.path}\nContent-Type: application/json\nX-Geleit: 1\n\n{"token":"${token ?? '…'}","call":"17","state":"ringing","number":"0228 555010"}\n{"token":"${token ?? '…'}","call":"17","state":"answered"}\n{"token":"${token ?? '…'}","call":"17","state":"ended"}`;
  return (
    <section className="card stack" aria-labelledby="links">
      <h2 id="links">{w.links}</h2>
      <p className="q">{w.linksText}</p>
      {data.links.length === 0 && <Empty>{w.noLink}</Empty>}
      <ul className="plain stack">
        {data.links.map((one) => (
          <li key={one.id} className="row wrap">
            <b>{one.name}</b>
            <span className="q s">{w.linkSince(f.when(one.madeAt))}</span>
            <span className="q s">{one.usedAt ? w.linkUsed(f.when(one.usedAt)) : w.linkUnused}</span>
            <span className="end">
              <Button small onPress={() => end(one.id)} label={w.endLinkNamed(one.name)}>
                {w.endLink}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {make.sentence && <Banner tone="no">{make.sentence}</Banner>}
      <form
        className="row wrap"
        style={{ alignItems: 'end' }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name.trim()) void make.run();
        }}
      >
        <TextField
          label={w.linkName}
          value={name}
          onChange={setName}
          maxLength={80}
          required
          error={tried && !name.trim() ? w.missing : make.at('/name')}
        />
        <Button type="submit" icon={PhoneIncoming} busy={make.busy}>
          {w.makeLink}
        </Button>
      </form>
      {token && (
        <div className="stack">
          <Banner tone="partly" live="polite">
            {w.linkOnce}
          </Banner>
          <TextField label={w.linkMade} value={token} onChange={() => undefined} readOnly figures />
          <div>
            <Button kind="main" onPress={() => setToken(null)}>
              {w.linkDone}
            </Button>
          </div>
        </div>
      )}
      <h3>{w.howTo}</h3>
      <pre className="num s" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {report}
      </pre>
      <p className="q">{w.howToLink}</p>
      <pre
        className="num s"
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >{`${location.origin}/telefon#nummer={number}&anruf={id}&zustand=klingelt|angenommen|beendet`}</pre>
    </section>
  );
}
