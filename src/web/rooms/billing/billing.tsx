import { Link, useParams } from '@tanstack/react-router';
import { to } from '../../paths.ts';
import { billing } from '../../words/billing.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { payers } from '../../words/payers.ts';
import { useMoneyNews } from './data.ts';
import { Invoices } from './invoices.tsx';
import { Month } from './month.tsx';
import { Payers } from './payers.tsx';
import { Prices } from './prices.tsx';
import './billing.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([billing.load(currentLanguage()), payers.load(currentLanguage())]);

const PARTS = ['monat', 'rechnungen', 'offen', 'preise', 'kassen'] as const;

/** Abrechnung: the month, invoices, what is still open, prices and payers; each part with an address. */
export default function Billing() {
  useMoneyNews();
  const w = useWords(billing);
  const { part } = useParams({ strict: false });
  const shown = PARTS.find((key) => key === part) ?? 'monat';
  return (
    <div className="page money">
      <nav className="tabs" aria-label={w.partsLabel}>
        {PARTS.map((key) => (
          <Link
            key={key}
            to={to.billingPart(key)}
            aria-current={key === shown ? 'page' : undefined}
            activeProps={{}}
            activeOptions={{ exact: true }}
          >
            {w.parts[key]}
          </Link>
        ))}
      </nav>
      {shown === 'monat' && <Month />}
      {(shown === 'rechnungen' || shown === 'offen') && <Invoices key={shown} openOnly={shown === 'offen'} />}
      {shown === 'preise' && <Prices />}
      {shown === 'kassen' && <Payers />}
    </div>
  );
}
