import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md']
/** A place in the checkout, as the documents write it: `subgraphs/chat/src/visibility`, with or without a slash at its end. */
const PLACE =
  /`((?:federation|gateway|subgraphs|mail-worker|web|schema|platform|local|e2e|bench|deploy|docs|examples)\/[^`\s*{]*)`/g

test.each(DOCUMENTS)('every file and folder that %s names is there', (name) => {
  const places = [...readFileSync(join(CHECKOUT, name), 'utf8').matchAll(PLACE)].map(([, place = '']) => place)
  expect(places).not.toEqual([])
  expect(places.filter((place) => !existsSync(join(CHECKOUT, place)))).toEqual([])
})
