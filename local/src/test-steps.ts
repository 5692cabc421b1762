import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './infrastructure/stand-in.ts'

/** A check of the whole repository; it passes when its command ends with code 0. */
export interface Step {
  name: string
  /** A program of node_modules/.bin, or a file for Node. */
  command: string[]
}

/** What is checked before the tests run, the quickest first. */
export async function readSteps(): Promise<Step[]> {
  const workspaces = await Array.fromAsync(glob('{*,subgraphs/*}/tsconfig.json', { cwd: repositoryRoot }))
  const folders = workspaces.map((path) => dirname(path)).toSorted()
  return [
    { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--quiet', '.'] },
    { name: 'boundaries', command: ['turbo', 'boundaries', '--no-color'] },
    { name: 'unused code', command: ['knip'] },
    { name: 'generated files', command: ['node', join('schema', 'generate.ts'), '--check'] },
    {
      name: 'generated types of web',
      command: ['turbo', 'run', 'generate', '--filter=@colloquy/web', '--', '--check'],
    },
    ...folders.map((folder) => ({ name: `types of ${folder}`, command: ['tsc', '-p', folder] })),
  ]
}
