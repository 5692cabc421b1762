import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** How many controls of levels 1 and 2 each section of OWASP ASVS 5.0.0 has; they are its first ones. */
const SECTIONS: Record<string, number[]> = {
  '1': [2, 9, 11, 3, 2],
  '2': [3, 3, 4, 1],
  '3': [0, 2, 4, 6, 5, 0, 2],
  '4': [3, 1, 2, 4],
  '5': [1, 3, 2, 3],
  '6': [3, 12, 4, 4, 5, 3, 0, 4],
  '7': [3, 4, 2, 5, 2, 2],
  '8': [2, 3, 1, 1],
  '9': [3, 4],
  '10': [2, 2, 4, 11, 5, 2, 3],
  '11': [2, 3, 3, 4, 1, 1],
  '12': [3, 2, 4],
  '13': [1, 5, 2, 5],
  '14': [2, 4, 3],
  '15': [3, 3, 7],
  '16': [1, 5, 4, 3, 3],
  '17': [1, 4, 2],
}
const CONTROLS = Object.entries(SECTIONS).flatMap(([chapter, counts]) =>
  counts.flatMap((count, section) =>
    Array.from({ length: count }, (_, control) => `${chapter}.${section + 1}.${control + 1}`),
  ),
)
const STATES = ['met', 'partly', 'not met', 'not applicable', 'yours']
const NUMBER = String.raw`\d+\.\d+\.\d+`
const NUMBERS = new RegExp(`(${NUMBER})(?: to (${NUMBER}))?`, 'g')

const rows = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

const numbersOf = (control: string): string[] =>
  [...control.matchAll(NUMBERS)].flatMap(([, first = '', last = first]) =>
    CONTROLS.slice(CONTROLS.indexOf(first), CONTROLS.indexOf(last) + 1),
  )

test('SECURITY.md answers for each control of levels 1 and 2, once', () => {
  expect(CONTROLS).toHaveLength(253)
  expect(rows.flatMap(([, control = '']) => numbersOf(control)).toSorted()).toEqual(CONTROLS.toSorted())
})

test('each answer is one of five, with where or why', () => {
  expect(rows.filter(([, , state = '', where]) => !STATES.includes(state) || !where)).toEqual([])
})
