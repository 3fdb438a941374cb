import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { to } from '../../paths.ts';
import { useTitle } from '../../shell/title.ts';
import { GeleitMark } from '../../ui/icon.tsx';
import { LANGUAGES } from '../../words/book.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';

/** Around the pages before somebody is signed in: the mark above, the language below. */
export function Outside({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  const w = useWords(shell);
  const { language, speak } = useLanguage();
  useTitle(w.titles.start);
  return (
    <div className="start" data-density="normal">
      <main>{children}</main>
      <footer>
        {foot}
        <span className="end row">
          {LANGUAGES.filter((one) => one !== language).map((one) => (
            <button key={one} type="button" className="link" lang={one} onClick={() => void speak(one)}>
              {w.languages[one]}
            </button>
          ))}
        </span>
      </footer>
    </div>
  );
}

/** One card in the middle, with the way home above it. */
export function Gatehouse({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  const w = useWords(shell);
  return (
    <Outside foot={foot}>
      <div className="signin">
        <p className="name">
          <Link to={to.start()} aria-label={w.product} className="row name plain">
            <GeleitMark />
            {w.product}
          </Link>
        </p>
        <div className="card">
          <h1>{title}</h1>
          {children}
        </div>
      </div>
    </Outside>
  );
}
