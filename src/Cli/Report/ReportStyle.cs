namespace Pipeline.Cli.Report;

/// <summary>How the report looks: light and dark as the reader's system is, wide and narrow.</summary>
internal static class ReportStyle
{
    public const string Text = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--fill:#f6f8fa;--link:#0969da;--good:#1a7f37;--warn:#9a6700;--bad:#b3261e;--mark:#fff1a8;--box:#e8a200;--on:#d4380d}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0d1117;--line:#30363d;--fill:#161b22;--link:#6cb6ff;--good:#57c768;--warn:#e3b341;--bad:#ff7b72;--mark:#5c4a00}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1500px;padding:1.25rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        a{color:var(--link)}a:focus-visible,button:focus-visible,summary:focus-visible,.pages:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.25rem;margin:.5rem 0;overflow-wrap:anywhere}h3{font-size:1rem;margin:0}
        dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-weight:600}
        .note,.facts,.more,.why,.sure{color:var(--soft)}.facts,.more,.sure{font-size:.85rem}.facts code{overflow-wrap:anywhere}.more{margin:.15rem 0}.why{margin:.2rem 0}
        #controls{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:1.25rem 0 .5rem}#controls[hidden]{display:none}
        input,select{font:inherit;color:inherit;background:var(--fill);border:1px solid var(--line);border-radius:6px;padding:.25rem .5rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
        td:first-child{overflow-wrap:anywhere;min-width:14rem}td p{margin:.1rem 0}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer}th button::after{content:"\2195";color:var(--soft);margin-left:.3rem}
        th[aria-sort=ascending] button::after{content:"\2191"}th[aria-sort=descending] button::after{content:"\2193"}
        .badge{display:inline-block;font-size:.8rem;font-weight:600;border:1px solid currentcolor;border-radius:99px;padding:0 .5rem;color:var(--soft);white-space:nowrap}
        .badge.accepted,.accepted>h3 .badge{color:var(--good)}.badge.review,.review>h3 .badge{color:var(--warn)}.badge.failed,.failure,.failure b{color:var(--bad)}
        .doc{display:none}.doc:focus{outline:0}.doc:target,.doc:has(:target),.one .doc{display:block}body:not(.one):has(.doc:target,.doc :target) :is(#list,#about){display:none}
        .one nav{display:none}nav{display:flex;gap:1.25rem;padding:.25rem 0}
        .cols{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.5rem;align-items:start;margin-top:1rem}.cols:not(:has(.pages)){grid-template-columns:minmax(0,60rem)}
        .pages{position:sticky;top:0;max-height:100vh;overflow:auto;background:var(--fill);border:1px solid var(--line);border-radius:8px;padding:.75rem}
        .field{border-left:3px solid var(--line);padding:.15rem 0 .15rem .75rem;margin:0 0 1rem}.field.accepted{border-color:var(--good)}.field.review{border-color:var(--warn)}
        .field ul{list-style:none;margin:.25rem 0;padding:0}.field li{margin:.35rem 0;scroll-margin-top:1rem}.field li:target{background:var(--fill)}
        .val{margin:0;overflow-wrap:anywhere}.form{color:var(--soft)}
        blockquote{margin:.15rem 0 0;padding-left:.6rem;border-left:2px solid var(--line);overflow-wrap:anywhere}mark{background:var(--mark);color:inherit}.around{color:var(--soft)}
        summary{cursor:pointer;color:var(--link)}.group{margin:1rem 0}.group>summary{font-weight:600;margin-bottom:.5rem}
        figure{margin:0 0 1rem}figcaption{font-size:.85rem;color:var(--soft)}.sheet{position:relative;background:#fff;border:1px solid var(--line)}.sheet img{display:block;width:100%;height:auto}
        .sheet svg{position:absolute;inset:0;width:100%;height:100%;mix-blend-mode:multiply}g{cursor:pointer}rect{fill:#ffd84d;fill-opacity:.45;stroke:var(--box);stroke-width:.75}
        g.c{opacity:0;pointer-events:none}g:target{opacity:1}g:target rect{fill:#ff9d5c;fill-opacity:.5;stroke:var(--on);stroke-width:2}
        @media (prefers-color-scheme:dark){.sheet{filter:brightness(.88)}}
        @media (max-width:900px){.cols{grid-template-columns:minmax(0,1fr)}.pages{position:static;max-height:none}body{padding:.75rem}}
        @media print{.doc{display:block;break-before:page}.cols{grid-template-columns:1fr 1fr}.pages{position:static;max-height:none;overflow:visible}nav,#controls{display:none}}
        """;
}
