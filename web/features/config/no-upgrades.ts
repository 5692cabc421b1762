import { subscribe } from 'node:diagnostics_channel'
import { Server } from 'node:http'

/**
 * Has requests for an upgrade answered as what they are besides. This server speaks HTTP alone, but Next listens for upgrades, answers
 * none, and so holds their sockets for as long as a client likes. Node tells of the server with its first request.
 */
export function refuseUpgrades(): void {
  subscribe('http.server.request.start', (message) => {
    if (typeof message !== 'object' || message === null || !('server' in message)) return
    const { server } = message
    if (server instanceof Server && server.listenerCount('upgrade') > 0) server.removeAllListeners('upgrade')
  })
}
