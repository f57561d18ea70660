import { link, rm, writeFile } from 'node:fs/promises';
import { RequestError } from '@gosymbols/host';

/**
 * Writes a file whole, or not at all, and never over another.
 * @throws RequestError where one is there; the system's error where it cannot be written
 */
export async function writeNew(path: string, spelled: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    // A link is made only where nothing has the name, in one step.
    await link(draft, path);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || syscall !== 'link') throw error;
    throw new RequestError(`${spelled} is there already, and is left as it is`, {
      code: 'POLICY_EXISTS',
      next: 'Change it by hand, or give another path with --policy and compare the two.',
    });
  } finally {
    await rm(draft, { force: true });
  }
}
