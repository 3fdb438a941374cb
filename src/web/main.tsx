import './styles/index.css';
import './incoming.ts';
import { askEarly } from './early.ts';
import { schemeOfDevice, showScheme } from './look.ts';
import { pageAt } from './pages.ts';
import { languageOfDevice } from './words/device.ts';
import { problems } from './words/problems.ts';
import { shell } from './words/shell.ts';

showScheme(schemeOfDevice());
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
// All that the first view needs is on its way at once, instead of one after the other. What fails here is asked again and told there.
const language = languageOfDevice();
const page = pageAt(location.pathname);
if (page) askEarly();
const words = [shell, problems, ...(page?.words ?? [])].map((book) => book.load(language));
void Promise.allSettled([...words, page?.load()]);
const { start } = await import('./start.tsx');
await start();
