import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where Debian keeps servers that the PATH of a plain user does not name. */
const EXTRA_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/sbin', '/opt/homebrew/bin']

/** The path of the first of these programs that this machine has; an absolute name is looked at as it is. */
export async function findProgram(names: string[]): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_FOLDERS].filter((folder) => folder !== '')
  const paths = names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
  for (const path of paths) if (await isExecutable(path)) return path
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
