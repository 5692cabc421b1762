/** Labels and values, such as a device and where it was. */
export type Facts = readonly [label: string, value: string][]

export interface MailPage {
  title: string
  /** What a list of mails shows behind the subject. */
  preview: string
  /** HTML of the card's paragraphs. */
  body: string
}

/**
 * A mail as HTML, in what mail clients know: one table, styles in place. Colours for dark mode stand in a style element, for
 * the clients that read one; the others keep or invert the light ones, both of which can be read.
 */
export function mailHtml({ title, preview, body }: MailPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
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
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f5f9">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px;background:#ffffff;border:1px solid #e2e8f0;border-radius:16px;color:#0f172a;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:24px">
<tr><td style="padding:32px">
<p class="brand" style="margin:0 0 24px;font-size:18px;font-weight:700;color:#4f46e5">Colloquy</p>
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

/** The heading of a mail's card. */
export const heading = (text: string): string =>
  `<h1 style="margin:0 0 8px;font-size:22px;line-height:30px;font-weight:650">${escapeHtml(text)}</h1>`

/** A table of facts. */
export function factsHtml(facts: Facts): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td class="muted" style="padding:2px 16px 2px 0;color:#64748b;white-space:nowrap">${escapeHtml(label)}</td>` +
      `<td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  )
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 24px;font-size:14px;line-height:22px">
${rows.join('\n')}
</table>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
