import * as fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import type { Block } from './blocks.ts'
import { MAX_QUOTE_DEPTH, parseMessage } from './blocks.ts'
import { MessageText } from './message-text.tsx'
import { PLAIN_TEXT_LENGTH, plainText, shownText } from './plain-text.ts'
import type { Span } from './spans.ts'

const MAX_LENGTH = 10_000
/** Nothing but these is ever left out, and only where it has done something. */
const MARKS = new Set('*_~`>[]()')

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#x27;': "'" }
const html = (text: string) => renderToStaticMarkup(<MessageText text={text} />)
const shown = (text: string) =>
  html(text)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|amp|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity)
const visible = (text: string) => Array.from(text.replaceAll(/\s/gu, ''))

/** Of the visible characters of one text, those that are not in the other, in order. */
function missing(text: string, from: string): string[] {
  const there = visible(from)
  let at = 0
  return visible(text).filter((character) => {
    if (there[at] !== character) return true
    at += 1
    return false
  })
}

const PIECES = [' ', '\n', '\n\n', '  ', '\t', '- ', '* ', '1. ', '3) ', '# ', '> ', '>>> ', '\u200d'].concat(
  '* ** *** _ __ ~~ ~ ` `` ``` ```js > [ ] ]( ( ) --- === | \\ < </ <b> <!-- &amp; & ! : .'.split(' '),
  'word x 2 Zoë 重要 🎉 a@b.co www.'.split(' '),
)
/** Without links, which show words in place of their address. */
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join(''))
const anyText = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme' }))

test('leaves out nothing but marks', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const character of missing(text, shown(text))) expect(MARKS).toContain(character)
      expect(visible(shown(text)).length > 0).toBe(visible(text).length > 0)
    }),
    { numRuns: 1_000 },
  )
})

test('leaves out nothing at all of what has no marks', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from(' \n</="&;#-+|\\{}:!?.,19azÄ語🎉')) })
  fc.assert(
    fc.property(text, (typed) => {
      expect(visible(shown(typed))).toEqual(visible(typed))
    }),
    { numRuns: 1_000 },
  )
})

test('shows the same in one line as in its bubble', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(visible(shownText(parseMessage(text)))).toEqual(visible(shown(text)))
      expect(Array.from(plainText(text)).length).toBeLessThanOrEqual(PLAIN_TEXT_LENGTH)
    }),
  )
})

test.each([
  '<div>hello</div>',
  'use Array<string>',
  'if a <b and c> d',
  '<script>alert(1)</script>',
  '<!-- said -->',
  '&lt;b&gt; & &amp;',
  '# x',
  '#x',
  '- ok',
  '* ok',
  '3. third\n1. first',
  '~~~',
  '```',
  '```js\nno end',
  'Title\n---',
  'Title\n===',
  '---',
  '***',
  '**',
  '2*3*4',
  '2 * 3 * 4',
  'snake_case_name',
  '__init__',
  '¯\\_(ツ)_/¯',
  'C:\\*.txt',
  '>_<',
  '>:(',
  '>',
  '> ',
  '>>>',
  'f(*) + g(*)',
  'src/**/*.ts, lib/**/*.ts',
  'int *a, *b;',
  '[x]',
  '[a](b)',
  '[](https://example.org)',
  '[https://bank.example](https://evil.example)',
  '![cat](cat.png)',
  '[x]: https://example.org',
  '| a | b |\n| - | - |',
  '    four spaces',
  '`',
  '` `',
  'javascript:alert(1)',
])('shows %j as it was typed', (text) => {
  expect(missing(text, shown(text))).toEqual([])
})

test.each([
  ['**bold** and _soft_ with `code`', '<strong>bold</strong> and <em>soft</em> with <code>code</code>'],
  ['***both***', '<strong><em>both</em></strong>'],
  ['**a _b_ ~~c~~**', '<strong>a <em>b</em> <s>c</s></strong>'],
  ['**a *b** c*', '<strong>a *b</strong> c*'],
  ['*a `*` b*', '<em>a <code>*</code> b</em>'],
  ['これは**重要**です', 'これは<strong>重要</strong>です'],
  ['(**really**), “*so*”.', '(<strong>really</strong>), “<em>so</em>”.'],
  ['``a ` b``', '<code>a ` b</code>'],
  ['one\ntwo', 'one\ntwo'],
])('draws %j', (text, drawn) => {
  expect(html(text)).toBe(`<div class="prose-message"><p dir="auto">${drawn}</p></div>`)
})

test('is one line in lists, quotes and notices', () => {
  expect(plainText('**Bold** and _soft_ with `code`')).toBe('Bold and soft with code')
  expect(plainText('# Title\n- one\n- [two](https://example.org)')).toBe('# Title - one - two')
  expect(plainText('😀'.repeat(PLAIN_TEXT_LENGTH + 1))).toBe('😀'.repeat(PLAIN_TEXT_LENGTH))
})

test('draws code, quotes and lists', () => {
  expect(html('```ts\nif (a < b) {\n\n  **x**\n}\n```')).toContain(
    '<figcaption>ts</figcaption><pre tabindex="0"><code>if (a &lt; b) {\n\n  **x**\n}</code></pre>',
  )
  expect(html('> one\n> > two\nthree')).toContain(
    '<blockquote><p dir="auto">one</p><blockquote><p dir="auto">two</p></blockquote></blockquote><p dir="auto">three</p>',
  )
  expect(html('3. third\n  - **under** it')).toContain(
    '<p dir="auto" data-depth="0">3. third</p><p dir="auto" data-depth="1">- <strong>under</strong> it</p>',
  )
})

test.each([
  ['see https://example.org/a_b_(c).', 'https://example.org/a_b_(c)', 'https://example.org/a_b_(c)'],
  ['(https://example.org/x)', 'https://example.org/x', 'https://example.org/x'],
  ['**https://example.org**', 'https://example.org/', 'https://example.org'],
  ['<https://example.org>', 'https://example.org/', 'https://example.org'],
  ['http://localhost:3000/x?y#z, then', 'http://localhost:3000/x?y#z', 'http://localhost:3000/x?y#z'],
  ['https://müller.example/ä', 'https://xn--mller-kva.example/%C3%A4', 'https://müller.example/ä'],
  ['www.example.org', 'https://www.example.org/', 'www.example.org'],
  ['to ann.lee+1@example.org!', 'mailto:ann.lee+1@example.org', 'ann.lee+1@example.org'],
  ['[the docs](https://example.org/d)', 'https://example.org/d', 'the docs'],
  ['![cat](https://example.org/c.png)', 'https://example.org/c.png', 'cat'],
])('links %j', (text, href, words) => {
  expect(html(text)).toContain(`<a href="${href}" title="${href}" target="_blank" rel="noopener noreferrer nofollow">`)
  expect(shown(text)).toContain(words)
})

test('never links to anything but the web and mail', () => {
  const schemes =
    'https:// http:// www. javascript: data: mailto: // ftp:// example.org ]( a b ? & = % @ # " ( ) * _'.split(' ')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...schemes, ' ', '\n', '[', ']', '.', '/')), (parts) => {
      for (const [, href] of html(parts.join('')).matchAll(/href="([^"]*)"/g)) {
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)/)
      }
    }),
  )
})

const depth = (parts: readonly (Block | Span)[]): number =>
  Math.max(0, ...parts.map((part) => 1 + depth('blocks' in part ? part.blocks : 'spans' in part ? part.spans : [])))
const count = (parts: readonly (Block | Span)[]): number =>
  parts.reduce((sum, part) => sum + 1 + count('blocks' in part ? part.blocks : 'spans' in part ? part.spans : []), 0)
/** Quotes, the paragraph in them, each emphasis once, and the text in it. */
const MAX_DEPTH = MAX_QUOTE_DEPTH + 1 + 4 + 1

const HOSTILE = [
  '> ',
  '*a **b ',
  '**a *b** c*',
  '_a _',
  '~~a ',
  '` ',
  '- ',
  ' - ',
  '1. ',
  '\n',
  '> \n',
  ' ',
  '\t',
].concat(
  ['```\n', '```a\n', '````\n```\n', '>\n\n', '> a\na\n', '<a ', '[a](https://', '[a](https://(x)'],
  '> * ** *a _ ~~ ` ``a` [ [a]( ](a ( https:// https://((( www. a@ a@b. < & ![ \\ | # 😀 *a_b~~c'.split(' '),
)

test.each(HOSTILE)('bounds what comes of many %j', (piece) => {
  const text = Array.from(piece.repeat(MAX_LENGTH)).slice(0, MAX_LENGTH).join('')
  const blocks = parseMessage(text)
  expect(depth(blocks)).toBeLessThanOrEqual(MAX_DEPTH)
  expect(count(blocks)).toBeLessThanOrEqual(text.length * 2)
})

test.each(HOSTILE.filter((piece) => !piece.includes('](h')))('leaves out nothing but marks of many %j', (piece) => {
  const text = piece.repeat(100)
  for (const character of missing(text, shown(text))) expect(MARKS).toContain(character)
})

test.each(['[a](https://', 'https://', 'https://../', 'https://a/(', 'www.', 'http://-', '[a](https://(x)', 'a@b.'])(
  'looks at each part of many %j a few times at most',
  (piece) => {
    const canParse = vi.spyOn(URL, 'canParse')
    const text = piece.repeat(MAX_LENGTH / piece.length)
    parseMessage(text)
    const looked = canParse.mock.calls.reduce((sum, [address]) => sum + String(address).length, 0)
    canParse.mockRestore()
    expect(looked).toBeLessThanOrEqual(text.length * 3)
  },
)

test('bounds what comes of any mixture', () => {
  const text = fc.array(fc.tuple(fc.constantFrom(...HOSTILE, ...PIECES), fc.integer({ min: 1, max: 300 })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(text, (parts) => {
      const typed = parts
        .map(([piece, times]) => piece.repeat(times))
        .join('')
        .slice(0, MAX_LENGTH)
      const blocks = parseMessage(typed)
      expect(depth(blocks)).toBeLessThanOrEqual(MAX_DEPTH)
      expect(count(blocks)).toBeLessThanOrEqual(typed.length * 2 + 1)
    }),
  )
})
