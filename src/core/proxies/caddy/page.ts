/**
 * Shell that defines `page MESSAGE FILE`, which prints the page of an app that is out of service: the app's own where there is that file.
 * `{{ .Message }}` and `{{ if .Message }}` in it mean what they mean to kamal-proxy. The message is text, whatever is in it.
 */
export const page = String.raw`
page() {
  if [ -f "$2" ]; then cat "$2"; else usual; fi | MESSAGE=$1 awk '
    function escaped(text) {
      gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
      gsub(/"/, "\\&#34;", text); gsub(/\047/, "\\&#39;", text)
      return text
    }
    function cut(pattern) {
      if (!match(rest, pattern)) return 0
      before = substr(rest, 1, RSTART - 1); rest = substr(rest, RSTART + RLENGTH)
      return 1
    }
    { rest = rest $0 "\n" }
    END {
      message = escaped(ENVIRON["MESSAGE"])
      while (cut("[{][{]-? *if +[.]Message *-?[}][}]")) {
        text = text before; yes = ""; no = rest
        if (cut("[{][{]-? *end *-?[}][}]")) {
          after = rest; rest = before; no = ""
          if (cut("[{][{]-? *else *-?[}][}]")) { yes = before; no = rest } else yes = rest
          rest = after
        } else rest = ""
        text = text (message == "" ? no : yes)
      }
      rest = text rest; text = ""
      while (cut("[{][{]-? *[.]Message *-?[}][}]")) text = text before message
      printf "%s", text rest
    }
  '
}
usual() {
  cat <<'HTML'
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>503 Service Unavailable</title>
<p>{{ if .Message }}{{ .Message }}{{ else }}The service is temporarily unavailable. Please try again later.{{ end }}</p>
</html>
HTML
}
`;
