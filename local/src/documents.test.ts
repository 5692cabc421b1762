import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'federation/README.md'], { cwd: CHECKOUT })
/** A place in the checkout, as the documents write it: `subgraphs/chat/src/visibility`, with or without a slash at its end. */
const PLACE =
  /`((?:federation|gateway|subgraphs|mail-worker|web|schema|platform|local|e2e|bench|deploy|docs|examples)\/[^`\s*{]*)`/g
/** What is made there. */
const MADE = new Set(['federation/build'])
const LINK = /\]\((?!https?:|#)([^)#\s]+)/g

const read = (name: string) => readFileSync(join(CHECKOUT, name), 'utf8')
const found = (pattern: RegExp, name: string) => [...read(name).matchAll(pattern)].map(([, place = '']) => place)

test('there are documents, with places and links', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(30)
  expect(DOCUMENTS.flatMap((name) => found(PLACE, name)).length).toBeGreaterThan(50)
  expect(DOCUMENTS.flatMap((name) => found(LINK, name)).length).toBeGreaterThan(10)
})

test.each(DOCUMENTS)('every file and folder that %s names or links to is there', (name) => {
  expect(found(PLACE, name).filter((place) => !MADE.has(place) && !existsSync(join(CHECKOUT, place)))).toEqual([])
  expect(found(LINK, name).filter((place) => !existsSync(join(CHECKOUT, dirname(name), place)))).toEqual([])
})
