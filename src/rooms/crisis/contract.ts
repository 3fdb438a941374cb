// What the crisis room says to the outside; one file a subject.
export * from './contract/emergency.ts';
export * from './contract/push.ts';
export { RecordDraft } from './contract/record.ts';
export * from './contract/script.ts';
export { NumberRow, Roster } from './contract/shapes.ts';
