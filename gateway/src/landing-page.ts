const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** What a person sees who opens the endpoint in a browser. It loads and runs nothing. */
export function landingPage(playgroundUrl: string | undefined): string {
  const playground = playgroundUrl
    ? `<p>Try it in the <a href="${escape(playgroundUrl)}">playground</a>.</p>`
    : '<p>It can be introspected: point a GraphQL client at it.</p>'
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Colloquy API</title>
  <h1>Colloquy API</h1>
  <p>This is a GraphQL endpoint: queries and mutations by POST, subscriptions by WebSocket (graphql-transport-ws).</p>
  ${playground}
</html>
`
}
