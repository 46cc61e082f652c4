"""How the pages look: one style sheet, no fonts or pictures from elsewhere."""

CSS = """<style>
.block-container { max-width: 48rem; padding-top: 3.5rem; }
[data-testid="stSidebarNav"] { font-size: 1rem; }
.q-brand { font-family: "Source Serif", Georgia, serif; font-size: 1.35rem; font-weight: 600; letter-spacing: .01em; }
.q-brand small { display: block; font: .8rem "Source Sans", sans-serif; color: #5b646c; letter-spacing: 0; }
.q-lead { font-family: "Source Serif", Georgia, serif; font-size: 1.6rem; line-height: 1.25; margin: 14vh 0 .8rem; }
.q-hint { color: #4b555d; max-width: 36rem; line-height: 1.55; }
.q-question { font-size: 1.12rem; font-weight: 600; line-height: 1.4; padding: .65rem .9rem; background: #f3f4f6;
  border-left: 3px solid #1f4f7a; border-radius: .25rem; margin-top: .8rem; overflow-wrap: anywhere; }
.q-words, .q-body, .q-nearby > div:first-child { font-family: "Source Serif", Georgia, serif; line-height: 1.55;
  overflow-wrap: anywhere; hyphens: auto; }
.q-words { font-size: 1.08rem; color: #1d2329; } .q-words + .q-message { margin-top: .5rem; }
.q-context .q-words { font-size: .98rem; color: #59636b; }
.q-whose { font-size: .86rem; line-height: 1.45; color: #4b555d; margin-top: .2rem; overflow-wrap: anywhere; }
.q-whose b { font-weight: 600; color: #2b343b; }
.q-role { font-style: italic; margin-right: .5em; }
.q-role::after { content: ":"; }
.q-language { border: 1px solid #b9c0c5; border-radius: .2rem; padding: 0 .35em; font-size: .92em;
  white-space: nowrap; }
.q-flags { margin-top: .3rem; display: flex; flex-wrap: wrap; gap: .3rem .45rem; }
.q-flag { font-size: .8rem; line-height: 1.4; border-radius: .25rem; padding: .05rem .5rem; }
.q-flag b { font-weight: 650; color: inherit; }
.q-attributed { color: #2c6146; padding-left: 0; }
.q-flag.q-unsupported, .q-why.q-unsupported summary { color: #8a1f1f; background: #fbecea; }
.q-flag.q-marketing, .q-why.q-marketing summary { color: #7c4300; background: #fdf0df; }
.q-flag.q-vague, .q-why.q-vague summary { color: #634c00; background: #f8f1d3; }
.q-flag.q-forecast, .q-why.q-forecast summary { color: #3b4877; background: #eceff8; }
.q-notice { color: #7c4300; background: #fdf0df; display: inline-block; margin: 0 .3rem .2rem 0;
  overflow-wrap: anywhere; }
.q-flags .q-notice { margin: 0; }
.q-understood { font-size: .92rem; color: #4b555d; overflow-wrap: anywhere; } .q-understood b { font-weight: 600; }
.q-quote { padding: .1rem 0 .1rem .8rem; border-left: 2px solid #c6d3de; margin: .25rem 0; }
.q-quote > div:first-child { font-family: "Source Serif", Georgia, serif; font-size: .98rem; line-height: 1.5;
  color: #3a434a; overflow-wrap: anywhere; hyphens: auto; }
.q-withheld { font-size: .92rem; color: #59636b; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.q-side { font-weight: 600; font-size: .92rem; margin: .3rem 0 0; }
.q-profile { font-size: .88rem; line-height: 1.45; color: #3a434a; overflow-wrap: anywhere; }
.q-plain { background: #f3f4f6; color: #2b343b; border: 1px solid #d9dce0; }
.q-wait { color: #5b646c; padding-left: 0; font-style: italic; } .q-rests { color: #2c6146; background: #eef4f0; }
.q-status { background: #eef0f2; color: #3a434a; } .q-status.q-is-disputed { background: #fdf6e6; color: #6b4500; }
.q-status.q-is-corroborated { background: #e3f0e8; color: #1f4d35; }
.q-count { margin-top: .2rem; }
.q-measured { border-collapse: collapse; font-size: .88rem; margin: .5rem 0 0; }
.q-measured th { font-weight: 600; text-align: left; } .q-measured thead th { color: #4b555d; font-weight: 500; }
.q-measured td, .q-measured th { border-top: 1px solid #e4e7e2; padding: .2rem .9rem .2rem 0; }
.q-measured thead td, .q-measured thead th { border: 0; } .q-measured td { font-variant-numeric: tabular-nums; }
[class*="st-key-flagged-"] { border-bottom: 1px solid #e4e7e2; padding-bottom: .7rem; }
[class*="st-key-conversation-"] button { justify-content: flex-start; text-align: left; min-height: 0;
  padding: .2rem .5rem; font-weight: 400; }
[class*="st-key-conversation-"] button p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
[class*="st-key-conversation-"] button > div { min-width: 0; overflow: hidden; justify-content: flex-start;
  flex: 1 1 auto; }
[data-testid="stElementToolbar"] { display: none; }
.q-refusal { font-family: "Source Serif", Georgia, serif; font-size: 1.08rem; margin: .3rem 0; }
.q-aside { font-size: .86rem; color: #5b646c; margin-top: .2rem; }
.q-nearby { padding: .1rem 0 .1rem .8rem; border-left: 2px solid #d9dcd6; color: #59636b; }
.q-nearby > div:first-child { font-size: .95rem; }
.q-nearby > div:first-child b { font-weight: 600; color: #3a434a; }
.q-message { border-radius: .3rem; padding: .6rem .85rem; font-size: .95rem; line-height: 1.45;
  overflow-wrap: anywhere; }
.q-message span { display: block; margin-top: .15rem; }
.q-arrived { max-height: 24rem; overflow-y: auto; }
.q-arrived .q-message + .q-message { margin-top: .4rem; }
.q-error { background: #fbecea; color: #7a1b1b; border: 1px solid #eac4bf; }
.q-warning { background: #fdf6e6; color: #5c4300; border: 1px solid #ead9ab; }
.q-note { background: #eef4f0; color: #24523a; border: 1px solid #cfe0d5; }
.q-progress { font-size: .86rem; color: #4b555d; display: flex; flex-wrap: wrap; gap: 0 1rem;
  justify-content: space-between; }
.q-progress i { overflow-wrap: anywhere; }
.q-bar { height: .4rem; background: #e4e7e2; border-radius: 1rem; overflow: hidden; margin: .25rem 0 .3rem; }
.q-bar div { height: 100%; background: #1f4f7a; border-radius: 1rem; }
.q-news { font-size: .86rem; color: #24523a; overflow-wrap: anywhere; }
.q-title { font-family: "Source Serif", Georgia, serif; font-size: 1.35rem; line-height: 1.3; font-weight: 600;
  overflow-wrap: anywhere; }
.q-facts dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; font-size: .88rem;
  line-height: 1.45;
  margin: .6rem 0 0; padding: .6rem .8rem; background: #f3f4f6; border-radius: .3rem; }
.q-facts a { color: #1f4f7a; }
.q-facts dt { color: #5b646c; } .q-facts dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.q-body { font-size: 1.02rem; }
.q-paragraph, .q-footnote { margin: 0 0 .8rem; white-space: pre-line; }
.q-footnote { font-size: .86rem; color: #4b555d; }
.q-heading { font-weight: 600; font-size: 1.08rem; margin: 1.1rem 0 .4rem; line-height: 1.35; }
.q-body ul { margin: 0 0 .8rem 1.2rem; padding: 0; } .q-body li { margin: 0 0 .25rem; }
.q-body table { border-collapse: collapse; margin: 0 0 .9rem; font-family: "Source Sans", sans-serif;
  font-size: .92rem; }
.q-body td { border-top: 1px solid #d9dcd6; padding: .25rem .8rem .25rem 0; vertical-align: top; }
.q-body mark { background: #ffe98a; color: inherit; padding: .08em 0; box-shadow: 0 0 0 2px #ffe98a;
  scroll-margin: 8rem; }
.q-flagged { text-decoration: underline dotted; text-decoration-thickness: 2px; text-underline-offset: .22em;
  cursor: help; }
.q-flagged.q-unsupported { text-decoration-color: #c0504a; background: none; }
.q-flagged.q-marketing { text-decoration-color: #c97a16; } .q-flagged.q-vague { text-decoration-color: #b39200; }
.q-flagged.q-forecast { text-decoration-color: #6d7db8; }
.q-why { display: inline; font: .74rem "Source Sans", sans-serif; margin-left: .3em; }
.q-why summary { display: inline; list-style: none; cursor: pointer; border-radius: .2rem; padding: .02rem .35rem;
  white-space: nowrap; }
.q-why summary::-webkit-details-marker { display: none; }
.q-why[open] span { color: #3a434a; margin-left: .35em; } .q-why::details-content { display: none;
  } .q-why[open]::details-content { display: inline; }
.q-legend { font-size: .82rem; color: #5b646c; }
.q-row { line-height: 1.4; } .q-row .q-name { font-weight: 600; overflow-wrap: anywhere; }
.q-row .q-whose { margin-top: 0; }
[class*="st-key-line-"], [class*="st-key-row-"] { flex-wrap: nowrap !important; }
[class*="st-key-line-"] > :last-child, [class*="st-key-row-"] > :first-child { min-width: 0; flex: 1 1 auto; }
[class*="st-key-cite-"] button { min-height: 0; min-width: 1.75rem; padding: .05rem .4rem; margin-top: .1rem;
  border-radius: .3rem;
  border-color: #1f4f7a; color: #1f4f7a; font-variant-numeric: tabular-nums; }
[class*="st-key-cite-"] button p { font-size: .85rem; font-weight: 650; }
[class*="st-key-cite-"] button:hover { background: #1f4f7a; color: #fff; }
[class*="st-key-row-"] { border-bottom: 1px solid #e4e7e2; padding-bottom: .6rem; }
.q-standing { font-size: .76rem; font-weight: 600; border-radius: .25rem; padding: .1rem .45rem; margin-right: .5rem;
  background: #eef0f2; color: #3a434a; white-space: nowrap; }
.q-is-read, .q-is-copy { background: #eef4f0; color: #24523a; } .q-is-version { background: #e8eff7; color: #1f4f7a; }
.q-is-rejected { background: #fbecea; color: #7a1b1b; } .q-is-gone { background: #fdf6e6; color: #5c4300; }
.q-origin { font-weight: 500; overflow-wrap: anywhere; }
.q-tag { display: inline-block; font-size: .78rem; color: #3a434a; border: 1px solid #cfd4d8; border-radius: .8rem;
  padding: 0 .55rem; margin: .2rem .3rem 0 0; overflow-wrap: anywhere; }
.q-refused { border-top: 1px solid #e4e7e2; padding-top: .5rem; }
.q-diff { font-family: "Source Serif", Georgia, serif; line-height: 1.55; overflow-wrap: anywhere; }
.q-diff > .q-legend { font-family: "Source Sans", sans-serif; margin-bottom: .6rem; }
.q-kept { color: #59636b; margin: 0 0 .6rem; white-space: pre-line; }
.q-kept details { display: inline; white-space: normal; } .q-kept details[open] { white-space: pre-line; }
.q-kept summary { display: inline; cursor: pointer; color: #1f4f7a; font: .8rem "Source Sans", sans-serif;
  list-style: none; text-decoration: underline; }
.q-kept summary::-webkit-details-marker { display: none; } .q-kept details[open] summary { display: none; }
.q-kept details::details-content { display: none; } .q-kept details[open]::details-content { display: inline; }
.q-change { display: grid; grid-template-columns: 6.2rem 1fr; gap: .2rem .7rem; margin: 0 0 .6rem;
  padding: .45rem .7rem; border-radius: .3rem; background: #f3f4f6; white-space: pre-line; }
.q-change > b { font: 600 .78rem/1.9 "Source Sans", sans-serif; color: #3a434a; }
.q-change.q-removed { background: #fbecea; } .q-change.q-added { background: #eef4f0; }
.q-change del { background: #f6d3ce; color: #7a1b1b; text-decoration-thickness: 1px; }
.q-change ins { background: #cfe6d8; color: #1c4530; text-decoration: none; }
.q-change.q-removed del, .q-change.q-added ins { background: none; }
[class*="st-key-received-"] button { padding-left: 0; }
@media (max-width: 640px) {
  .q-change { grid-template-columns: 1fr; gap: 0; }
  .block-container { padding-left: 1rem; padding-right: 1rem; }
  .q-facts dl { grid-template-columns: 1fr; gap: 0; } .q-facts dd { margin-bottom: .35rem; }
  .q-lead { margin-top: 5vh; font-size: 1.35rem; }
}
</style>"""

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="6" fill="#1f4f7a"/>
<path d="M8 9h6v7l-3 7H8l2-6H8zM18 9h6v7l-3 7h-3l2-6h-2z" fill="#fff"/></svg>"""

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 32">
  <rect width="28" height="28" y="2" rx="5" fill="#1f4f7a"/>
<path d="M7 10h5v6l-2.500 6H7l1.700-5H7zM16 10h5v6l-2.500 6H16l1.700-5H16z" fill="#fff"/>
<text x="38" y="24" font-family="Georgia, 'DejaVu Serif', serif" font-size="22" fill="#1d2329">Quellenlage</text>
  </svg>"""

UPLOAD = """<style>
[data-testid="stFileUploaderDropzone"] button p, [data-testid="stFileUploaderDropzoneInstructions"] span {{
  font-size: 0 !important; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{choose}"; font-size: .875rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{limit}"; font-size: .9rem; }}
[data-testid="stFileUploaderDropzoneInstructions"], [data-testid="stFileUploaderDropzoneInstructions"] * {{
  min-width: 0; white-space: normal !important; overflow: visible !important; }}
</style>"""

SCROLL = """<script>
  setTimeout(() => document.getElementById("cited")?.scrollIntoView({block: "center"}), 120);
</script>"""
