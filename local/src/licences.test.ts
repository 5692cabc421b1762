import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from './infrastructure/stand-in.ts'

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const locked = z.object({
  license: z.string().optional(),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  link: z.boolean().default(false),
})
const lock = z.object({ packages: z.record(z.string(), locked) }).parse(JSON.parse(read('package-lock.json')))

/** Licences under which others may use, change and sell what has them as a part. */
const ALLOWED = new Set([
  '(MIT AND BSD-3-Clause)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PSF-2.0',
])
/** libvips, which sharp loads as a library of its own. */
const LIBRARY = /^@img\/sharp-/
/** Old packages that have their licence in another field, or in their README: all MIT. */
const UNNAMED = ['busboy', 'humanize-number', 'streamsearch']

test('what runs in production has a licence of the list, or is named in README and LICENSE', () => {
  const production = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link,
  )
  const others = production
    .map(([path, { license = '' }]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 13), license }))
    .filter(({ name, license }) => !ALLOWED.has(license) && !LIBRARY.test(name) && !UNNAMED.includes(name))
  const names = [...new Set(others.map(({ name }) => name))].toSorted()
  expect(new Set(others.map(({ license }) => license))).toEqual(new Set(['Elastic-2.0']))
  for (const name of names) {
    expect(read('README.md')).toContain(`\`${name}\``)
    expect(read('LICENSE')).toContain(name)
  }
  expect(names).toHaveLength(5)
})
