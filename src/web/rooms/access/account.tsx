export { default } from '../pending.tsx';
