import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Each may import itself and those before it. */
const LAYERS = ['plan', 'subgraphs', 'live', 'transports']

const files = globSync('*/**/*.ts', { cwd: import.meta.dirname }).filter((path) => !path.endsWith('.test.ts'))
const importsOf = (path: string) =>
  [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  )
const layerOf = (path: string) => LAYERS.indexOf(path.split('/', 1)[0] ?? '')

test('every file is in a layer', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((path) => layerOf(path) < 0)).toEqual([])
})

test('layers look only down', () => {
  const upwards = files.flatMap((path) =>
    importsOf(path)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => join(dirname(path), specifier))
      .filter((imported) => layerOf(imported) < 0 || layerOf(imported) > layerOf(path))
      .map((imported) => `${path} imports ${imported}`),
  )
  expect(upwards).toEqual([])
})
