/**
 * Programs that this machine is to have, because they cannot come with the project. Plain JavaScript: the bootstrap asks before
 * any package is installed, on whatever Node the machine has.
 */
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where Debian keeps servers that the PATH of a plain user does not name. */
const EXTRA_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/sbin', '/opt/homebrew/bin']

/** Debian's redis-tools alone will do: its redis-check-rdb is the server's binary under another name. */
export const REDIS_SERVERS = ['redis-server', 'valkey-server', 'redis-check-rdb']
/** Not Debian's wrapper in /usr/sbin, which insists on a user of its own. */
export const RABBITMQ_SERVERS = ['/usr/lib/rabbitmq/bin/rabbitmq-server', 'rabbitmq-server']
export const EPMD = ['epmd']
/** Names that browsers of the Chromium family go by. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** `needs`: one of each list. `variable`: names a server to use in its place. */
const PROGRAMS = {
  redis: { title: 'Redis', package: 'redis-server', needs: [REDIS_SERVERS], variable: 'REDIS_URL' },
  rabbitmq: {
    title: 'RabbitMQ',
    package: 'rabbitmq-server',
    needs: [RABBITMQ_SERVERS, EPMD],
    variable: 'RABBITMQ_URL',
  },
  chromium: { title: 'Chromium', package: 'chromium', needs: [BROWSERS] },
}

/** The path of the first of these programs that this machine has; an absolute name is looked at as it is. */
export async function findProgram(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_FOLDERS].filter((folder) => folder !== '')
  const paths = names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
  for (const path of paths) if (await isExecutable(path)) return path
  return undefined
}

async function isExecutable(path) {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Those of these programs that are neither on this machine nor replaced by a server that the environment names. */
export async function missingPrograms(names, env) {
  const missing = []
  for (const name of names) {
    const { needs, variable } = PROGRAMS[name]
    if (variable && env[variable]) continue
    const found = await Promise.all(needs.map(findProgram))
    if (found.includes(undefined)) missing.push(PROGRAMS[name])
  }
  return missing
}

/** Whether missing programs can be installed without asking anybody: on Debian, as root. */
export const canInstall = async () => process.getuid?.() === 0 && (await findProgram(['apt-get'])) !== undefined

/** One line that says all that is missing and each way to bring it. */
export async function describeMissing(missing) {
  const titles = joined(missing.map(({ title }) => title))
  const packages = missing.map((program) => program.package).join(' ')
  const apt = (await findProgram(['apt-get'])) !== undefined
  const ways = [apt ? `run \`sudo apt-get install -y --no-install-recommends ${packages}\`` : `install ${titles}`]
  const variables = missing.flatMap(({ variable }) => variable ?? [])
  if (variables.length === missing.length) ways.push(`set ${joined(variables)}`, 'or use `docker compose up`')
  return `${titles} not found on this machine: ${ways.join(', ')}`
}

const joined = (words) => [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ')
