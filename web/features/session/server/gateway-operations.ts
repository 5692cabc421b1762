/** What the web's own server asks of the gateway. */
const SESSION_FIELDS = 'accessToken accessTokenExpiresAt refreshToken deviceToken isNewUser'

export const REQUEST_SIGN_IN_CODE = `mutation RequestSignInCode($email: EmailAddress!, $deviceToken: String) {
  request: requestSignInCode(email: $email, deviceToken: $deviceToken) { id expiresAt resendAt }
}`
export const VERIFY_SIGN_IN_CODE = `mutation VerifySignInCode($requestId: ID!, $code: String!) {
  session: verifySignInCode(requestId: $requestId, code: $code) { ${SESSION_FIELDS} }
}`
export const REFRESH_SESSION = `mutation RefreshSession($refreshToken: String!) {
  session: refreshSession(refreshToken: $refreshToken) { ${SESSION_FIELDS} }
}`
export const SIGN_OUT = 'mutation SignOut { signOut }'
/** Whether the gateway answers. */
export const READY = 'query Ready { __typename }'
