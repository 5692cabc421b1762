import { cpus } from 'node:os'
import { measureEventLoop } from './event-loop/event-loop.ts'
import { measureFanOut } from './fan-out/fan-out.ts'
import { measureLatency } from './latency.ts'
import { startSystemUnderTest } from './system.ts'
import { printTable } from './table.ts'

/**
 * `npm run bench`: boots a throwaway system, measures, and prints what there is to know. All figures are of this machine and
 * this run; ratios are within rounds of it, and carry over to others.
 */
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}\n`)
console.log('How long the hardest requests that the limits allow hold the event loop, ten new ones at once')
printTable(await measureEventLoop())

await using system = await startSystemUnderTest()

console.log('\nsendMessage to its arrival at the other person, who listens on a socket; nobody else is there')
printTable([await measureLatency(system)])

console.log('\nCPU time of the server for each delivery of a message to 1,000 sockets in a room')
printTable(await measureFanOut(system))
