import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { marked } from "marked";
import { chromium, type Page } from "playwright-core";

const mermaid = join(import.meta.dirname, "../../node_modules/mermaid/dist/mermaid.min.js");
const browsers = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
/** For people to look at. */
const pictures = join(tmpdir(), "landfall-summaries");

/** So that it asks nobody for anything by itself. */
const silence = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];

export interface Rendered {
  readonly page: Page;
  /** Scripts that failed, dialogs, requests to elsewhere, and pictures that Mermaid would not draw. */
  readonly mishaps: readonly string[];
}

export interface Browser extends AsyncDisposable {
  /** Shows Markdown as GitHub does, pictures drawn; without its sanitizing, so that what slips through has effect. */
  show(markdown: string, name: string): Promise<Rendered>;
}

/** A browser that reaches nothing but what this process serves. */
export async function openBrowser(): Promise<Browser> {
  const pages = new Map<string, string>();
  const site = await serve(pages);
  const executablePath = browsers.find((path) => existsSync(path)) ?? "chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...silence] });
  await mkdir(pictures, { recursive: true });
  return {
    async show(markdown, name) {
      pages.set(`/${name}`, document(await marked.parse(markdown, { gfm: true })));
      const page = await browser.newPage({ viewport: { width: 1012, height: 800 } });
      const mishaps = watched(page, site.origin);
      await page.goto(`${site.origin}/${name}`);
      await page.waitForSelector("body[data-drawn]");
      mishaps.push(...(await page.locator(".refused").allTextContents()));
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
      return { page, mishaps };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      site.close();
    },
  };
}

async function serve(pages: ReadonlyMap<string, string>) {
  const script = await readFile(mermaid);
  const server = createServer(({ url = "" }, response) => {
    const page = pages.get(url);
    if (url === "/mermaid.js") response.setHeader("content-type", "text/javascript").end(script);
    else if (page === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", "text/html; charset=utf-8").end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: originOf(server.address()), close: () => void server.close() };
}

const originOf = (address: AddressInfo | string | null): string =>
  typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";

function watched(page: Page, origin: string): string[] {
  const mishaps: string[] = [];
  page.on("pageerror", (error) => mishaps.push(error.message));
  page.on("request", (asked) => void (asked.url().startsWith(origin) || mishaps.push(`It asked for ${asked.url()}`)));
  page.on("dialog", (dialog) => {
    mishaps.push(`It opened a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  return mishaps;
}

/** Each picture stands where its text stood; where Mermaid cannot draw it, its complaint does. */
const drawing = `
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
  for (const [index, source] of [...document.querySelectorAll("code.language-mermaid")].entries()) {
    const place = document.createElement("figure");
    source.parentElement.replaceWith(place);
    try {
      place.innerHTML = (await mermaid.render("picture" + index, source.textContent, place)).svg;
    } catch (error) {
      place.className = "refused";
      place.textContent = String(error);
    }
  }
  document.body.dataset.drawn = "yes";
`;

/** Near enough to GitHub's own looks to judge a summary by. */
const looks = `
  body { font: 14px/1.5 "DejaVu Sans", sans-serif; color: #1f2328; max-width: 980px; margin: 16px auto; padding: 0 16px }
  h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; font-size: 21px } h3 { font-size: 17px }
  code { background: #818b981f; padding: 2px 5px; border-radius: 6px; font: 12px "DejaVu Sans Mono", monospace }
  pre { background: #f6f8fa; padding: 12px; border-radius: 6px; overflow: auto; font: 12px/1.45 "DejaVu Sans Mono", monospace }
  pre code { background: none; padding: 0 } a { color: #0969da; text-decoration: none } a code { color: #0969da }
  table { border-collapse: collapse; display: block; overflow: auto; margin-bottom: 12px } td, th { border: 1px solid #d1d9e0; padding: 5px 12px }
  tr:nth-child(2n) { background: #f6f8fa } summary { cursor: pointer } figure { margin: 12px 0 }
`;

const document = (body: string): string => `<!doctype html><meta charset="utf-8"><title>Summary</title><style>${looks}</style>
<body><main>${body}</main><script src="/mermaid.js"></script><script type="module">${drawing}</script>`;
