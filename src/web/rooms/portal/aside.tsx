import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as portal from '#rooms/portal/contract.ts';
import { call } from '../../call.ts';
import { usePageTitle } from '../../shell/title.ts';
import { announce, Button, Empty } from '../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { portal as portalWords } from '../../words/portal.ts';

await portalWords.load(currentLanguage());

const KEY = ['portal', 'aside'];

/** Forms that look like a machine's: a coordinator can let one in after all. */
export default function Aside() {
  const w = useWords(portalWords);
  const f = useFormat();
  const queries = useQueryClient();
  usePageTitle(w.aside);
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call(portal.listAside, { signal }) });
  const admit = async (id: string) => {
    await call(portal.admitForm, { params: { id }, body: {} });
    await queries.invalidateQueries({ queryKey: KEY });
    announce(w.admitted);
  };
  if (!data) return null;
  return (
    <div className="page">
      <section className="card stack" aria-labelledby="aside">
        <h2 id="aside">{w.aside}</h2>
        <p className="q">{w.asideText}</p>
        {data.aside.length === 0 ? (
          <Empty>{w.noneAside}</Empty>
        ) : (
          <ul className="plain stack">
            {data.aside.map((one) => (
              <li key={one.id} className="row wrap">
                <span className="num">{f.when(one.sentAt)}</span>
                <span className="q">{w.because[one.because]}</span>
                <span className="end">
                  <Button small onPress={() => admit(one.id)} label={`${w.admit}: ${f.when(one.sentAt)}`}>
                    {w.admit}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
