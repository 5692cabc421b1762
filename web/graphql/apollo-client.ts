import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { SetContextLink } from '@apollo/client/link/context'
import { ErrorLink } from '@apollo/client/link/error'
import { HttpLink } from '@apollo/client/link/http'
import { from, mergeMap } from 'rxjs'
import type { Session } from '../features/session/session.ts'

/** Queries and mutations over HTTP as the signed-in person; a token that the gateway refuses is replaced once. */
export function createApolloClient(gatewayUrl: string, session: Session): ApolloClient {
  const authorize = new SetContextLink(async () => {
    const token = await session.accessToken()
    return { token, headers: { authorization: `Bearer ${token}` } }
  })

  const replaceRefusedToken = new ErrorLink(({ error, operation, forward }) => {
    const { token, retried } = operation.getContext()
    if (!CombinedGraphQLErrors.is(error) || retried || typeof token !== 'string') return undefined
    if (!error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED')) return undefined
    return from(session.replaceToken(token)).pipe(
      mergeMap(() => {
        operation.setContext({ retried: true })
        return forward(operation)
      }),
    )
  })

  return new ApolloClient({
    link: ApolloLink.from([replaceRefusedToken, authorize, new HttpLink({ uri: gatewayUrl })]),
    cache: new InMemoryCache(),
  })
}
