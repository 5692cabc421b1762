import { supervise } from '../processes/supervisor.ts'
import { answersHttp } from '../processes/probes.ts'
import { makeDirectory, nodeCommand } from './stand-in.ts'
import type { Place, StandIn } from './stand-in.ts'

export interface MailPorts {
  httpPort: number
  smtpPort: number
}

export interface MailStandIn extends StandIn {
  /** Where mail is handed in; `url` is where it is read. */
  smtpUrl: string
}

/** Starts the mail catcher. */
export async function startMail({ httpPort, smtpPort }: MailPorts, place: Place): Promise<MailStandIn> {
  await makeDirectory(place.directory)
  const url = `http://127.0.0.1:${httpPort}`
  const catcher = await supervise(
    {
      name: 'mail',
      command: nodeCommand('local/src/mail/main.ts', {
        PORT: String(httpPort),
        SMTP_PORT: String(smtpPort),
        DATA_DIR: place.directory,
      }),
      ports: [httpPort, smtpPort],
      ready: () => answersHttp(`${url}/health/ready`),
      readyTimeoutMs: 30_000,
      graceMs: 5_000,
    },
    place,
  )
  return {
    url,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    processes: [catcher],
    [Symbol.asyncDispose]: () => catcher[Symbol.asyncDispose](),
  }
}
