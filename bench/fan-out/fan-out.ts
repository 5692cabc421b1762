import type { System } from '@colloquy/local/system'
import { median } from '../statistics.ts'
import { openGateway } from './gateway.ts'
import { openRawFrame } from './raw-frame.ts'
import { cpuPerDelivery } from './target.ts'
import type { Target } from './target.ts'

const ROOM = { people: 20, socketsEach: 50 }
/** A calm room, where each message finds the processor's caches cold, and a busy one. */
const PACES = [
  { messages: 50, intervalMs: 100 },
  { messages: 200, intervalMs: 20 },
]
const ROUNDS = 7
/** Sent to each before, while everything is still being compiled. */
const WARM_UP = { messages: 500, intervalMs: 10 }

/**
 * CPU time of the server's process for each delivery of a message to 1,000 sockets, one message at a time: of the gateway, and
 * of a server that only writes a ready frame of the same bytes. Their windows alternate; a ratio is of the two of one round.
 */
export async function measureFanOut(system: System): Promise<Record<string, string | number>[]> {
  await using gateway = await openGateway(system, ROOM)
  await using floor = await openRawFrame(system, gateway.sample(), gateway.sockets)
  for (const target of [floor, gateway]) await cpuPerDelivery(target, WARM_UP)
  const rows = []
  for (const pace of PACES) rows.push(...(await compare(gateway, floor, pace)))
  return rows
}

async function compare(gateway: Target, floor: Target, pace: { messages: number; intervalMs: number }) {
  const costs = new Map<Target, number[]>([
    [floor, []],
    [gateway, []],
  ])
  for (let round = 0; round < ROUNDS; round++) {
    for (const target of round % 2 === 0 ? [floor, gateway] : [gateway, floor]) {
      costs.get(target)?.push(await cpuPerDelivery(target, pace))
    }
  }
  const floorCosts = costs.get(floor) ?? []
  return [...costs].map(([{ name, sockets }, values]) => {
    const ratios = values.map((value, round) => value / (floorCosts[round] ?? Number.NaN))
    return {
      server: name,
      'messages/s': Math.round(1_000 / pace.intervalMs),
      deliveries: ROUNDS * pace.messages * sockets,
      'µs each (median)': median(values).toFixed(2),
      'ratio (median)': median(ratios).toFixed(2),
      'ratios of rounds': `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    }
  })
}
