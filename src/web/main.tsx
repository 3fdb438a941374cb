import './styles/index.css';
import { config } from 'zod';
import { schemeOfDevice, showScheme } from './look.ts';

// Without this Zod tries `new Function`, which the Content-Security-Policy refuses and reports.
config({ jitless: true });
showScheme(schemeOfDevice());

if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
const { start } = await import('./start.tsx');
await start();
