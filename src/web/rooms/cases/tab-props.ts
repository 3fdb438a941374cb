/** What the file page hands to every tab of a case file. */
export interface TabProps {
  caseId: string;
}
