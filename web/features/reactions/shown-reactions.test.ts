import { expect, test } from 'vitest'
import { shownReactions } from './shown-reactions.ts'

const reactions = [
  { emoji: '👍', count: 2 },
  { emoji: '😮', count: 1 },
]

test('tells the viewer what is their own', () => {
  expect(shownReactions(reactions, ['😮'])).toEqual([
    { emoji: '👍', count: 2, isOwn: false },
    { emoji: '😮', count: 1, isOwn: true },
  ])
})

test('counts what the viewer wishes at once, and no more once it is so', () => {
  const wishes = new Map([
    ['👍', true],
    ['😮', false],
    ['🎉', true],
  ])
  expect(shownReactions(reactions, ['😮'], wishes)).toEqual([
    { emoji: '👍', count: 3, isOwn: true },
    { emoji: '🎉', count: 1, isOwn: true },
  ])
  expect(shownReactions(reactions, ['👍'], new Map([['👍', true]]))).toEqual([
    { emoji: '👍', count: 2, isOwn: true },
    { emoji: '😮', count: 1, isOwn: false },
  ])
})
