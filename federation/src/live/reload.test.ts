import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { compose, subgraphSdls } from '../../tests/compose.ts'
import { createGeneration } from '../plan/generation.ts'
import type { Generation } from '../plan/generation.ts'
import { createReload, createSpread } from './reload.ts'

const COUNT = 20
const supergraph = compose(subgraphSdls)
const without = compose({ ...subgraphSdls, auctions: subgraphSdls.auctions.replaceAll('seq: Int!', '') })

const shapesOf = (generation: Generation) =>
  Array.from({ length: COUNT }, (_, n) => {
    const operation = generation.operation(parse(`subscription { auction(itemId: "lamp") { seq${n}: seq } }`))
    if (operation.kind !== 'subscription') throw new Error('It is a subscription.')
    return { operation }
  })

const copies = <Shape extends object>(shape: Shape, count: number) =>
  Array.from({ length: count }, () => ({ ...shape }))

/** How many turns of the event loop are taken while something is under way. */
async function turnsOf(work: Promise<void>): Promise<number> {
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await work
  isOver = true
  return turns
}

test('each operation is validated and planned in turns of its own', async () => {
  const shapes = shapesOf(createGeneration(supergraph))
  const next = createGeneration(supergraph)
  const reload = createReload<(typeof shapes)[number]>(() => expect.unreachable())
  expect(await turnsOf(reload.to(next, shapes))).toBeGreaterThanOrEqual(2 * COUNT - 1)
  expect(shapes.map(({ operation }) => operation.generation)).toEqual(Array.from({ length: COUNT }, () => next))
})

test('those who have one operation move over in one turn', async () => {
  const shapes = shapesOf(createGeneration(supergraph)).flatMap((shape, n) => (n === 0 ? copies(shape, 1_000) : []))
  const ended: object[] = []
  const reload = createReload<(typeof shapes)[number]>((one) => ended.push(one))
  expect(await turnsOf(reload.to(createGeneration(without), shapes))).toBeLessThan(10)
  expect(ended).toEqual(shapes)
})

test('a newer supergraph that arrives before the last has taken effect takes its place', async () => {
  const shapes = shapesOf(createGeneration(supergraph))
  const newest = createGeneration(supergraph)
  const reload = createReload<(typeof shapes)[number]>(() => expect.unreachable())
  await Promise.all([reload.to(createGeneration(without), shapes), reload.to(newest, shapes)])
  expect(shapes.map(({ operation }) => operation.generation)).toEqual(Array.from({ length: COUNT }, () => newest))
})

test('however many moments are asked for, they lie evenly in the span', () => {
  const nextMs = createSpread(1_000)
  for (let before = 0; before < 50; before++) nextMs()
  const moments = Array.from({ length: 100 }, nextMs)
  for (let tenth = 0; tenth < 10; tenth++) {
    const inTenth = moments.filter((ms) => Math.floor(ms / 100) === tenth)
    expect(inTenth.length).toBeGreaterThanOrEqual(9)
    expect(inTenth.length).toBeLessThanOrEqual(11)
  }
})
