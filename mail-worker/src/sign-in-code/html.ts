import type { SignInCodeFacts } from './sign-in-code.ts'

/**
 * The mail as HTML, in what mail clients know: one table, styles in place. Colours for dark mode stand in a style element, for
 * the clients that read one; the others keep or invert the light ones, both of which can be read.
 */
export function signInCodeHtml({ code, validFor, request }: SignInCodeFacts): string {
  const rows = request.map(
    ([label, value]) =>
      `<tr><td class="muted" style="padding:2px 16px 2px 0;color:#64748b;white-space:nowrap">${label}</td>` +
      `<td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${code} is your Colloquy sign-in code</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #0b1120 !important; }
  .card { background: #111827 !important; border-color: #263045 !important; color: #e5e7eb !important; }
  .code { background: #1e1b4b !important; color: #e0e7ff !important; }
  .brand { color: #a5b4fc !important; }
  .muted { color: #9ca3af !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f1f5f9">
<div style="display:none;max-height:0;overflow:hidden">It works once, for ${validFor}. Never share it.</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f5f9">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px;background:#ffffff;border:1px solid #e2e8f0;border-radius:16px;color:#0f172a;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:24px">
<tr><td style="padding:32px">
<p class="brand" style="margin:0 0 24px;font-size:18px;font-weight:700;color:#4f46e5">Colloquy</p>
<h1 style="margin:0 0 8px;font-size:22px;line-height:30px;font-weight:650">Your sign-in code</h1>
<p class="muted" style="margin:0 0 20px;color:#64748b">Enter it where you asked for it. It works once, for ${validFor}.</p>
<p class="code" style="margin:0 0 20px;padding:18px 0 18px 10px;background:#eef2ff;border-radius:12px;color:#312e81;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:34px;line-height:40px;font-weight:700;letter-spacing:10px;text-align:center">${code}</p>
<p style="margin:0 0 24px"><strong>Never share this code.</strong> Nobody from Colloquy will ask you for it.</p>
<p class="muted" style="margin:0 0 4px;color:#64748b">It was asked for from:</p>
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 24px;font-size:14px;line-height:22px">
${rows.join('\n')}
</table>
<p class="muted" style="margin:0;color:#64748b;font-size:13px;line-height:20px">If that was not you, ignore this mail: without the code nobody can sign in.</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
