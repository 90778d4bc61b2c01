namespace Pipeline.Domain.Fields;

/// <summary>Why a field goes to a person: the stable codes of results (docs/results.md), in the order in which they are listed.</summary>
public static class Reasons
{
    /// <summary>No calibration exists, so no confidence is high enough.</summary>
    public const string NotCalibrated = "not_calibrated";

    /// <summary>A value has no normal form: an impossible date, words and digits that differ, an unknown jurisdiction.</summary>
    public const string NotNormalized = "not_normalized";

    /// <summary>A value was cut at the length limit.</summary>
    public const string Truncated = "truncated";

    /// <summary>A sentence held more findings than are read, so values may be missing.</summary>
    public const string Capped = "capped";

    /// <summary>A field that has one value has rivals over the threshold.</summary>
    public const string Conflict = "conflict";

    /// <summary>Something was found, but nothing over the model's threshold: see the candidates.</summary>
    public const string BelowThreshold = "below_threshold";

    /// <summary>The value stands in a sentence that had to be cut to be read: a word over 200 characters, or more tokens than fit.</summary>
    public const string CutSentence = "cut_sentence";

    /// <summary>Some pages of the document hold no words: a value may stand there.</summary>
    public const string PagesWithoutText = "pages_without_text";
}
