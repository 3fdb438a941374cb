import './styles/index.css';
import { schemeOfDevice, showScheme } from './look.ts';

showScheme(schemeOfDevice());

if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
const { start } = await import('./start.tsx');
await start();
