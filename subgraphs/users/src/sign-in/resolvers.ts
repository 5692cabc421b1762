import { forbidden } from '@colloquy/platform/errors'
import type { Identity } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { Origin, SignIn } from './sign-in.ts'

export function signInResolvers(signIn: SignIn) {
  return {
    Mutation: {
      requestSignInCode: async (_, { email, deviceToken }, { identity }) => {
        const { id, expiresAt, resendAt } = await signIn.requestCode({ email, deviceToken }, originOf(identity))
        return { id, expiresAt: expiresAt.toISOString(), resendAt: resendAt.toISOString() }
      },
      verifySignInCode: (_, { requestId, code }, { identity }) =>
        signIn.verifyCode({ requestId, code }, originOf(identity)),
    },
  } satisfies Resolvers
}

function originOf(identity: Identity): Origin {
  if (identity.kind === 'service') throw forbidden('A service does not sign in.')
  return { ip: identity.ip, userAgent: identity.userAgent ?? null }
}
