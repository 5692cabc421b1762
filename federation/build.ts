import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a host shares with this package, so that there is one copy of each: GraphQL objects of another are not known. */
const isPeer = (name: string) => name === 'graphql' || name.startsWith('@apollo/')

/** What of package.json makes the package. */
interface Manifest {
  version: string
  description: string
  license: string
  dependencies: Record<string, string>
}

/**
 * Makes the package that others install: JavaScript with types, and peer dependencies for what must not be there twice.
 * @param directory where it is put; `npm pack` makes a tarball of it
 */
export function buildPackage(directory: string): void {
  const here = import.meta.dirname
  const compiler = join(here, '../node_modules/.bin/tsc')
  execFileSync(compiler, ['-p', join(here, 'tsconfig.build.json'), '--outDir', join(directory, 'dist')], {
    stdio: 'inherit',
  })
  const { version, description, license, dependencies }: Manifest = JSON.parse(
    readFileSync(join(here, 'package.json'), 'utf8'),
  )
  const all = Object.entries(dependencies)
  const manifest = {
    name: '@colloquy/federation',
    version,
    description,
    license,
    type: 'module',
    engines: { node: '>=24' },
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    dependencies: Object.fromEntries(all.filter(([name]) => !isPeer(name))),
    // The planner and executor are used from the inside, so nothing but their patches is taken unseen.
    peerDependencies: Object.fromEntries(
      all
        .filter(([name]) => isPeer(name))
        .map(([name, exact]) => [name, name === 'graphql' ? `^${exact}` : `~${exact}`]),
    ),
  }
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  copyFileSync(join(here, 'README.md'), join(directory, 'README.md'))
  copyFileSync(join(here, '../LICENSE'), join(directory, 'LICENSE'))
}

if (import.meta.main) {
  const directory = join(import.meta.dirname, 'build')
  mkdirSync(directory, { recursive: true })
  buildPackage(directory)
}
