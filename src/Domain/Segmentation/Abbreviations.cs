using System.Collections.Frozen;

namespace Pipeline.Domain.Segmentation;

/// <summary>Words whose full stop does not end a sentence. Part of what the model was trained on: a change here needs a new model.</summary>
internal static class Abbreviations
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "approx.", "art.", "attn.", "ave.", "blvd.", "cl.", "co.", "corp.", "dept.", "dr.", "e.g.", "etc.", "ex.", "fig.", "i.e.", "inc.", "jr.",
        "l.l.c.", "l.p.", "llc.", "ltd.", "mr.", "mrs.", "ms.", "n.a.", "no.", "nos.", "p.", "p.a.", "para.", "pp.", "pty.", "s.a.", "sec.", "sr.",
        "st.", "tel.", "u.k.", "u.s.", "v.", "vol.", "vs.",
    ], StringComparer.Ordinal);

    /// <summary>True for a listed abbreviation, for initials (<c>j.p.</c>) and for a number with a full stop (<c>3.1.</c>).</summary>
    /// <param name="core">The word in lower case, without openers before and closers after it.</param>
    public static bool Match(string core) => Known.Contains(core) || IsInitials(core) || IsNumber(core);

    // ([a-z]\.)+
    private static bool IsInitials(string core)
    {
        for (var i = 0; i < core.Length; i += 2)
        {
            if (!char.IsAsciiLetterLower(core[i]) || i + 1 == core.Length || core[i + 1] != '.')
            {
                return false;
            }
        }

        return core.Length > 0;
    }

    // \d+(\.\d+)*\.  with the digits of any script.
    private static bool IsNumber(string core)
    {
        var digits = false;
        foreach (var rune in core.EnumerateRunes())
        {
            if (rune.Value == '.' && digits)
            {
                digits = false;
            }
            else if (Letters.IsDecimal(rune))
            {
                digits = true;
            }
            else
            {
                return false;
            }
        }

        return core.Length > 0 && !digits;
    }
}
