import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './infrastructure/stand-in.ts'

/**
 * `npm run lock`: renews package-lock.json after a change of a package.json, in a folder without node_modules. Beside one,
 * npm drops the optional packages of other platforms from the lock, and `npm ci` fails there.
 */
const LOCK = 'package-lock.json'
const directory = mkdtempSync(join(tmpdir(), 'colloquy-lock-'))
try {
  const manifests = globSync(['package.json', '{*,subgraphs/*}/package.json'], {
    cwd: repositoryRoot,
    exclude: (path) => path.includes('node_modules'),
  })
  for (const path of [...manifests, LOCK, '.npmrc']) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    copyFileSync(join(repositoryRoot, path), join(directory, path))
  }
  const args = ['install', '--package-lock-only', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: directory, stdio: 'inherit' })
  copyFileSync(join(directory, LOCK), join(repositoryRoot, LOCK))
} finally {
  rmSync(directory, { recursive: true })
}
