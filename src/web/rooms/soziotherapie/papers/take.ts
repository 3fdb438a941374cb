import { pathOf } from '../../../call.ts';
import { askForFile } from '../../../ui/ask-for-file.ts';
import { saveBlob } from '../../../ui/csv.ts';

/** Asks for a document that is made for this request, and hands it to the person as a file. Throws `Problem`. */
export async function takeDocument(path: string, params: unknown, body: unknown, name: string): Promise<void> {
  saveBlob(name, await askForFile(pathOf(path, params), body));
}
