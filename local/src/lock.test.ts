import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from './infrastructure/stand-in.ts'

const names = z.record(z.string(), z.string()).default({})
const locked = z.object({ dependencies: names, devDependencies: names, optionalDependencies: names })
const lock = z
  .object({ packages: z.record(z.string(), locked) })
  .parse(JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')))
const packages = new Map(Object.entries(lock.packages))

/** Where Node would find a package from another: in its own node_modules, or in those of the folders above. */
function find(name: string, from: string): string | undefined {
  const folders = from.split('/')
  const places = folders.map((_, depth) => folders.slice(0, folders.length - depth).join('/'))
  return [...places, '']
    .map((place) => [place, 'node_modules', name].filter(Boolean).join('/'))
    .find((path) => packages.has(path))
}

test('the lock names the packages of every platform, not of this one alone', () => {
  const wanted = [...packages].flatMap(([from, { optionalDependencies }]) =>
    Object.keys(optionalDependencies).map((name) => ({ name, from })),
  )
  expect(wanted.length).toBeGreaterThan(50)
  expect(wanted.filter(({ name, from }) => find(name, from) === undefined)).toEqual([])
})

test('the lock is of the package.json files as they are: `npm run lock` renews it', () => {
  const workspaces = [...packages.keys()].filter((path) => path === '' || !path.includes('node_modules'))
  expect(workspaces).toContain('subgraphs/chat')
  for (const workspace of workspaces) {
    const manifest = locked.parse(JSON.parse(readFileSync(join(repositoryRoot, workspace, 'package.json'), 'utf8')))
    expect({ workspace, ...packages.get(workspace) }).toEqual({ workspace, ...manifest })
  }
})
