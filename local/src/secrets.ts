import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '@colloquy/platform/config'
import { z } from 'zod'
import { makeSecrets } from './make-secrets.ts'
import type { Secrets } from './make-secrets.ts'

/**
 * The secrets of a data folder: made once, kept in its secrets.json, which only its owner can read. One given in the
 * environment goes before the one that is kept.
 */
export async function loadSecrets(dataDirectory: string, env: Env): Promise<Secrets> {
  const path = join(dataDirectory, 'secrets.json')
  const kept = z.record(z.string(), z.string()).parse(JSON.parse(await readIfThere(path)))
  const secrets = { ...makeSecrets(), ...kept }
  await mkdir(dataDirectory, { recursive: true })
  await writeFile(`${path}.part`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
  const given = Object.entries(env).filter(([name, value]) => name in secrets && value)
  return { ...secrets, ...Object.fromEntries(given) }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  }
}
