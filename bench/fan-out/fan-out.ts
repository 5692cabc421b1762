import type { System } from '@colloquy/local/system'
import { median } from '../statistics.ts'
import { openGateway } from './gateway.ts'
import { openRawFrame } from './raw-frame.ts'
import { cpuPerDelivery } from './target.ts'

const ROOM = { people: 20, socketsEach: 50 }
const ROUNDS = 9
const MESSAGES_A_ROUND = 40
/** Sent to each before, while everything is still being compiled. */
const WARM_UP_MESSAGES = 100

/**
 * CPU time of the server's process for each delivery of a message to 1,000 sockets, one message at a time: of the gateway, and
 * of a server that only writes a ready frame of the same bytes. Their windows alternate; a ratio is of the two of one round.
 */
export async function measureFanOut(system: System): Promise<Record<string, string | number>[]> {
  await using gateway = await openGateway(system, ROOM)
  await using floor = await openRawFrame(system, gateway.sample(), gateway.sockets)
  const targets = [floor, gateway]
  for (const target of targets) await cpuPerDelivery(target, WARM_UP_MESSAGES)

  const costs = new Map(targets.map(({ name }): [string, number[]] => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
      costs.get(target.name)?.push(await cpuPerDelivery(target, MESSAGES_A_ROUND))
    }
  }
  const floorCosts = costs.get(floor.name) ?? []
  return [...costs].map(([server, values]) => {
    const ratios = values.map((value, round) => value / (floorCosts[round] ?? Number.NaN))
    return {
      server,
      rounds: ROUNDS,
      deliveries: ROUNDS * MESSAGES_A_ROUND * gateway.sockets,
      'µs each (median)': median(values).toFixed(2),
      'ratio (median)': median(ratios).toFixed(2),
      'ratios of rounds': `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    }
  })
}
