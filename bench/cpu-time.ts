import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'

/** Linux reports times in ticks of this length, whatever its own are. */
const TICK_MS = 10

/** How much CPU time a process has used, all its threads together, in and for it, in ms. */
export async function cpuTimeMs(pid: number): Promise<number> {
  if (platform() !== 'linux')
    throw new Error('The CPU time of a process is read from /proc, so this runs on Linux only.')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold anything; utime and stime are the 14th and 15th of all fields.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
